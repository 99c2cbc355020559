// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Service;
using FwCorrelate.Service.Rules;
using FwCorrelate.Sigma;

namespace FwCorrelate.Scenarios;

/// <summary>Rules explained and compared on the scenarios.</summary>
[TestClass]
public sealed class RuleCaseTests
{
    private const string Tunnel = "tunnel_call_then_session";
    private static readonly InvestigationOptions Rome = new() { CasePath = Folders.Scenario("rome") };
    private static readonly Lazy<(RuleCase Read, LoadedRules Rules)> Once = new(ReadRome);
    private static readonly Lazy<BacktestResult> AgainstOne = new(() => Backtest.Run(Rome, s => (Pack(s), Only(s, "flow_ssh_to_stranger.yml"))));

    [ClassCleanup]
    public static void Cleanup() => Once.Value.Read.Dispose();

    [TestMethod]
    public void Explain_OrderedCorrelation_FiresAsTheInvestigationSays()
    {
        var (read, rules) = Read();
        var rule = IndexOf(rules, Tunnel);

        var verdict = read.Explain(rule);

        var finding = read.Result.Correlations.Single(c => c.Match.Rule.Id == rules.Detector.Rules[rule].Id);
        var firing = verdict.Firings.Single();
        Assert.AreEqual("w1-s3", firing.Match.Group.Single().Value);
        Assert.AreSequenceEqual(finding.Origins, firing.Match.Events.Select(e => read.RecordAt(e.Id)?.Origin ?? read.CallAt(e.Id).Origin));
        Assert.StartsWith("ssh ", read.CallAt(firing.Match.Events[0].Id).Command!);
        Assert.IsNotEmpty(firing.After);
        Assert.IsTrue(verdict.Quiet.All(q => q.Lacks.Contains("never 'Tool call opens a reverse or dynamic SSH tunnel'", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Explain_AllCorrelations_AgreeWithTheInvestigation()
    {
        var (read, rules) = Read();
        foreach (var (rule, index) in rules.Detector.Rules.Index().Where(r => r.Item.Correlation is not null).Select(r => (r.Item, r.Index)))
        {
            var expected = read.Result.Correlations.Where(c => c.Match.Rule.Id == rule.Id).Select(c => string.Join(' ', c.Origins));
            var actual = read.Explain(index).Firings.Select(f => string.Join(' ', f.Match.Events.Select(e => read.RecordAt(e.Id)?.Origin ?? read.CallAt(e.Id).Origin)));
            Assert.AreSequenceEqual(expected, actual, rule.Title);
        }
    }

    [TestMethod]
    public void Explain_EveryMatchedRecordAndCall_Matches()
    {
        var (read, rules) = Read();
        for (var rule = 0; rule < rules.Rules.Count; rule++)
        {
            Assert.IsTrue(read.RecordsOf(rule).All(r => read.Explain(rule, r).Matches), rules.Rules[rule].Title);
            Assert.IsTrue(read.CallsOf(rule).All(c => rules.Detector.Explain(rule, c).Matches), rules.Rules[rule].Title);
        }
    }

    [TestMethod]
    public void Watched_OfRulesWithoutAMatch_NamesSourcesAndInterval()
    {
        var result = Read().Read.Result;
        foreach (var rule in result.Rules.Where(r => r.BlindBecause is null))
            Assert.IsNotEmpty(rule.Watched, rule.Rule.Title);
        var calls = result.Rules.First(r => r.Rule.Event == Matching.RuleEvent.ToolCall).Watched.Single();
        Assert.AreEqual(WatchedSource.Traces, calls.Name);
        Assert.AreEqual((result.TimelineTrust.From, result.TimelineTrust.To), (calls.From, calls.To));
        var alerts = result.Rules.First(r => r.Rule.Event == Matching.RuleEvent.Alert).Watched;
        Assert.IsNotEmpty(alerts);
        Assert.DoesNotContain("flows", alerts.Select(w => w.Name), "VPC flow logs hold no alerts");
    }

    [TestMethod]
    public void Watched_OfATimeThatNothingCovers_IsEmpty()
    {
        var before = NodaTime.Instant.FromUtc(2020, 1, 1, 0, 0);
        var result = Investigation.Run(Rome with { From = before, To = before + NodaTime.Duration.FromHours(1) });
        Assert.IsTrue(result.Rules.All(r => r.Watched.Count == 0));
    }

    [TestMethod]
    public void Backtest_OfEqualSets_ChangesNothing()
    {
        var result = Backtest.Run(Rome, s => (Pack(s), Pack(s)));

        Assert.IsTrue(result.Rules.All(r => r.IsSame), string.Join(", ", result.Rules.Where(r => !r.IsSame).Select(r => r.Rule.Title)));
        Assert.IsEmpty(result.Gained);
        Assert.IsEmpty(result.Lost);
        Assert.IsGreaterThan(20, result.Rules.Count(r => r.New!.Events > 0));
    }

    [TestMethod]
    public void Backtest_CountsOfASet_AreThoseOfAnInvestigation()
    {
        var investigated = Read().Read.Result;
        var compared = AgainstOne.Value;

        foreach (var rule in compared.Rules.Where(r => r.Rule.Event != Matching.RuleEvent.ToolCall && r.Rule.Correlation is null))
        {
            Assert.AreEqual(investigated.Attributions.Count(a => a.Rules.Any(m => m.Id == rule.Rule.Id)), rule.New!.Events, rule.Rule.Title);
            Assert.AreEqual(investigated.Incidents.Count(i => i.Rules.Any(m => m.Id == rule.Rule.Id)), rule.New.Incidents, rule.Rule.Title);
        }

        Assert.IsEmpty(compared.Lost);
        Assert.AreEqual("flow_ssh_to_stranger", string.Join(' ', compared.Rules.Where(r => r.Old is not null).Select(r => NameOf(r.Rule.Source))));
        Assert.IsTrue(compared.Rules.Where(r => r.Old is not null).All(r => r.IsSame));
    }

    [TestMethod]
    public void Backtest_SetsExchanged_TurnsGainsIntoLosses()
    {
        var there = AgainstOne.Value;
        var back = Backtest.Run(Rome, s => (Only(s, "flow_ssh_to_stranger.yml"), Pack(s)));

        Assert.AreSequenceEqual(there.Gained.Select(i => i.Id), back.Lost.Select(i => i.Id));
        Assert.AreSequenceEqual(there.Rules.Select(r => (r.GainedCount, r.LostCount)), back.Rules.Select(r => (r.LostCount, r.GainedCount)));
        Assert.IsNotEmpty(there.Gained);
    }

    [TestMethod]
    public void Backtest_OfTwoSets_ReadsTheLogsAsOftenAsAnInvestigation()
    {
        var (once, twice) = (new Stages(), new Stages());
        Investigation.Run(Rome with { Threads = 1 }, once);
        Backtest.Run(Rome with { Threads = 1 }, s => (Pack(s), Pack(s)), twice);

        Assert.AreSequenceEqual(once.Bytes, twice.Bytes);
    }

    private static (RuleCase Read, LoadedRules Rules) Read() => Once.Value;

    private static (RuleCase Read, LoadedRules Rules) ReadRome()
    {
        LoadedRules? rules = null;
        var read = RuleCase.Read(Rome, s => rules = Pack(s));
        return (read, rules!);
    }

    private static LoadedRules Pack(CaseSettings settings) => SigmaRules.Load([], new SigmaOptions { InternalNetworks = settings.InternalNetworks });

    private static LoadedRules Only(CaseSettings settings, string file) => SigmaRules.Load(
        [Path.Combine(Folders.Repository, "rules", "command-and-control", file)], new SigmaOptions { InternalNetworks = settings.InternalNetworks, UseShippedRules = false });

    private static int IndexOf(LoadedRules rules, string name) => rules.Documents.Index().Single(d => d.Item.Name == name).Index;

    private static string NameOf(string source) => Path.GetFileNameWithoutExtension(source.Split(':')[0]);

    /// <summary>Bytes read by stage.</summary>
    private sealed class Stages : IProgress<InvestigationProgress>
    {
        private readonly SortedDictionary<string, long> _bytes = new(StringComparer.Ordinal);

        public IEnumerable<KeyValuePair<string, long>> Bytes => _bytes;

        public void Report(InvestigationProgress value) => _bytes[value.Stage] = Math.Max(_bytes.GetValueOrDefault(value.Stage), value.BytesDone);
    }
}
