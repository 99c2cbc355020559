// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Service.Census;
using FwCorrelate.Service.Results;

namespace FwCorrelate.Scenarios;

/// <summary><c>census</c> over rome, from what the result says and from what was true.</summary>
[TestClass]
public sealed class CensusTests
{
    private static readonly Dictionary<string, string> FamilyOfAct = new()
    {
        ["A"] = "internal-probe",
        ["B"] = "tunnel",
        ["C"] = "mining",
        ["F"] = "mining",
        ["G"] = "tunnel",
        ["H"] = "denied-egress",
        ["K"] = "reverse-shell",
    };

    private static WrittenResult _rome = null!;

    [ClassInitialize]
    public static void WriteRome(TestContext context) => _rome = WrittenResult.Of(Folders.Scenario("rome"));

    [ClassCleanup]
    public static void DeleteRome() => _rome.Dispose();

    /// <summary>
    /// The table of ROME's team, three categories over runs, with what truly happened in place of what was found: the census counts
    /// exactly what a count of the truth by hand gives.
    /// </summary>
    [TestMethod]
    public void Census_OfTheTruth_IsTheTableCountedByHand()
    {
        var told = CensusReader.Read(ResultFolder.Open(_rome.Path), IncidentQuery.All);
        var trace = EpisodesByTrace();
        var acts = Truth().Where(t => t.Cause == "call" && FamilyOfAct.ContainsKey(t.Act)).Select(t => (Family: FamilyOfAct[t.Act], Episode: EpisodeOf(trace, t)))
            .Distinct().ToList();
        Assert.IsGreaterThan(10, acts.Count);
        var input = new CensusInput(
            [.. told.Episodes.Select(e => e with { IsTraceWhole = true, Rung = "B", Logs = ["flows"] })],
            [.. acts.Select((a, i) => new Showing($"INC-{i}", ShowingKind.Shown, [a.Family], [a.Episode], "bash"))],
            told.Families.Select(f => f with { Logs = new HashSet<string> { "flows" } }).ToList());
        var census = BehaviourCensus.Of(input, BehaviourCategories.Shipped);
        foreach (var row in census.Categories)
        {
            var byHand = acts.Where(a => BehaviourCategories.Shipped.Of(a.Family) == row.Category).Select(a => a.Episode).Distinct().ToList();
            Assert.AreEqual((byHand.Count, told.Episodes.Count), (row.Share.Hits, row.Share.Trials), row.Category);
            Assert.AreEqual((byHand.Select(e => e.RunId).Distinct().Count(), 1), (row.Runs.Count, row.RunsSeen), row.Category);
        }

        foreach (var row in census.Behaviours)
            Assert.AreEqual(acts.Count(a => a.Family == row.Behaviour), row.Share.Hits, row.Behaviour);
        Assert.AreEqual("Safety & Security, Controllability, Trustworthiness", string.Join(", ", census.Categories.Select(c => c.Category)));
    }

    /// <summary>What is shown was shown: every episode that the result counts is one in which an agent did something.</summary>
    [TestMethod]
    public void Census_OfTheResult_ShowsNoEpisodeThatDidNothing()
    {
        var told = CensusReader.Read(ResultFolder.Open(_rome.Path), IncidentQuery.All);
        var trace = EpisodesByTrace();
        var guilty = Truth().Where(t => t.Cause == "call" && t.TraceId is not null).Select(t => EpisodeOf(trace, t)).ToHashSet();
        var shown = told.Showings.Where(s => s.Kind == ShowingKind.Shown).SelectMany(s => s.Episodes).Distinct().ToList();
        Assert.IsGreaterThan(5, shown.Count);
        foreach (var episode in shown)
            Assert.Contains(episode, guilty);

        // Over runs it is the table of the truth: two categories in the only run.
        var runs = BehaviourCensus.Of(told, BehaviourCategories.Shipped).Categories.Select(c => $"{c.Category} {c.Runs.Count} of {c.RunsSeen}");
        Assert.AreEqual("Safety & Security 1 of 1, Controllability 1 of 1, Trustworthiness 0 of 1", string.Join(", ", runs));
    }

    [TestMethod]
    public void Ledger_Episodes_AreThoseOfTheTraces()
    {
        var told = CensusReader.Read(ResultFolder.Open(_rome.Path), IncidentQuery.All);
        Assert.HasCount(EpisodesByTrace().Values.Distinct().Count(), told.Episodes);
        foreach (var episode in told.Episodes)
        {
            Assert.AreEqual(episode.SandboxId!.StartsWith("pod-", StringComparison.Ordinal) ? "B" : "D", episode.Rung, episode.Id);
            Assert.AreNotEqual("", episode.Step);
        }
    }

    [TestMethod]
    public void Census_Formats_SayTheSame()
    {
        var lines = ProgramRun.Of("census", _rome.Path, "--by", "step").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var rows = ProgramRun.Of("census", _rome.Path, "--by", "step", "--format", "csv").Output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.HasCount(lines.Length + 1, rows);
        var table = ProgramRun.Of("census", _rome.Path, "--by", "step", "--format", "table");
        Assert.AreEqual(0, table.Code, table.Error);
        Assert.Contains("Controllability", table.Output);
        Assert.Contains("mining by step", table.Output);
        var mining = lines.Select(l => JsonDocument.Parse(l).RootElement).First(l => l.TryGetProperty("behaviour", out var b) && b.GetString() == "mining");
        var csv = rows.First(r => r.StartsWith("Controllability,mining,", StringComparison.Ordinal)).Split(',');
        Assert.AreEqual(mining.GetProperty("episodes").GetProperty("showing").GetRawText(), csv[4]);
        Assert.AreEqual(mining.GetProperty("episodes").GetProperty("seen").GetRawText(), csv[5]);
    }

    [TestMethod]
    public void Census_TheSameResultTwice_IsCountedOnce() =>
        Assert.AreEqual(ProgramRun.Of("census", _rome.Path).Output, ProgramRun.Of("census", _rome.Path, _rome.Path).Output);

    [TestMethod]
    public void Census_Where_CountsOnlyWhatFits()
    {
        var all = ProgramRun.Of("census", _rome.Path, "--format", "csv").Output;
        var none = ProgramRun.Of("census", _rome.Path, "--where", "verdict = background", "--format", "csv").Output;
        Assert.Contains(",mining,,,", none);
        Assert.AreNotEqual(all, none);
    }

    [TestMethod]
    public void Census_OfAResultWithoutEpisodes_SaysWhatToDo()
    {
        using var old = WrittenResult.Of(Folders.Scenario("aws"));
        var path = Path.Combine(old.Path, OutputFiles.Ledger);
        var manifest = Path.Combine(old.Path, OutputFiles.Manifest);
        var (was, text) = (File.ReadAllBytes(path), File.ReadAllText(path));
        File.WriteAllText(path, text.Replace("\"episodes\"", "\"episodez\"", StringComparison.Ordinal));
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace(Hash(was), Hash(File.ReadAllBytes(path)), StringComparison.Ordinal));
        var run = ProgramRun.Of("census", old.Path);
        Assert.AreEqual(3, run.Code);
        Assert.Contains("tells no episodes", run.Error);
        Assert.Contains("run investigate again", run.Error);
    }

    [TestMethod]
    public void Census_UnknownDimension_NamesThoseThereAre()
    {
        var run = ProgramRun.Of("census", _rome.Path, "--by", "colour");
        Assert.AreEqual(3, run.Code);
        Assert.Contains("checkpoint", run.Error);
    }

    [TestMethod]
    public void Report_HoldsTheCensus() => Assert.Contains("<h2 id=\"census\">", File.ReadAllText(Path.Combine(_rome.Path, OutputFiles.Report)));

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));

    private static (string? RunId, string Id) EpisodeOf(Dictionary<string, (string? RunId, string Id)> trace, (string Cause, string Act, string? TraceId, string? SpanId) truth) =>
        trace[truth.SpanId!];

    private static IEnumerable<(string Cause, string Act, string? TraceId, string? SpanId)> Truth() =>
        File.ReadLines(Folders.Scenario("rome") + ".truth.jsonl").Select(l => JsonDocument.Parse(l).RootElement).Select(t => (
            t.GetProperty("cause").GetString()!, t.GetProperty("act").GetString()!,
            t.TryGetProperty("trace_id", out var trace) ? trace.GetString() : null, t.TryGetProperty("span_id", out var span) ? span.GetString() : null));

    // By the span of each call, as the product's own reader tells it: the truth names calls.
    private static Dictionary<string, (string? RunId, string Id)> EpisodesByTrace()
    {
        var run = ProgramRun.Of("timeline", Path.Combine(Folders.Scenario("rome"), "timeline"));
        Assert.AreEqual(0, run.Code, run.Error);
        return run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)
            .Where(l => l.TryGetProperty("span", out _)).ToDictionary(
                l => l.GetProperty("span").GetProperty("id").GetString()!,
                l => ((string?)l.GetProperty("fwcorrelate").GetProperty("run").GetProperty("id").GetString(), l.GetProperty("fwcorrelate").GetProperty("episode").GetProperty("id").GetString()!));
    }
}
