// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using FwCorrelate.Incidents;
using FwCorrelate.Matching;
using FwCorrelate.Service;
using FwCorrelate.Sigma;
using FwCorrelate.Simulation;

namespace FwCorrelate.Scenarios;

/// <summary>
/// What the shipped rules say of a day on which nothing is wrong. The counts stand in <c>rules/README.md</c>; after a change that is
/// meant, write them anew with <c>FWCORRELATE_WRITE_EXPECTED=1</c> and read the difference.
/// </summary>
[TestClass]
public sealed class BenignDayTests
{
    private const string Begin = "<!-- pack: begin -->\n";
    private const string End = "<!-- pack: end -->\n";
    private static readonly Lazy<InvestigationResult> Day = new(Investigate);

    [TestMethod]
    public void BenignDay_NoRuleOfHighOrCriticalLevel_Fires()
    {
        var loud = Day.Value.Incidents.SelectMany(i => i.Rules, (i, r) => (Incident: i, Rule: r)).Where(f => f.Rule.Level >= Level.High).ToList();
        Assert.IsEmpty(loud, string.Join('\n', loud.Take(20).Select(f => $"{f.Rule.Title}: {f.Incident.Target}, {f.Incident.Command}")));
        Assert.IsEmpty(Day.Value.Ledger.Discrepancies());
    }

    [TestMethod]
    public void BenignDay_Counts_AreThoseOfTheReadme()
    {
        var path = Path.Combine(Folders.Repository, "rules", "README.md");
        var text = File.ReadAllText(path);
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        var table = Table(Day.Value.Incidents);
        if (Environment.GetEnvironmentVariable("FWCORRELATE_WRITE_EXPECTED") == "1")
            File.WriteAllText(path, text[..from] + table + text[to..]);
        else
            Assert.AreEqual(table, text[from..to]);
    }

    private static InvestigationResult Investigate()
    {
        var folder = Directory.CreateTempSubdirectory("fwcorrelate-benign-").FullName;
        try
        {
            Assert.IsTrue(ScenarioCatalogue.TryFind("benign", out var scenario));
            var path = Path.Combine(folder, "case");
            scenario.Write(path, Path.Combine(folder, "truth.jsonl"), scenario.DefaultSeed);
            return Investigation.Run(new InvestigationOptions { CasePath = path });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Table(IReadOnlyList<Incident> incidents)
    {
        var text = new StringBuilder();
        var counts = incidents.SelectMany(i => i.Rules).GroupBy(r => r.Id).ToDictionary(g => g.Key, g => g.Count());
        var rules = SigmaRules.Load([], SigmaOptions.Default).Detector.Rules.Where(r => r.IsReported).OrderBy(r => r.Source, StringComparer.Ordinal);
        foreach (var tactic in rules.GroupBy(r => r.Source.Split('/')[1]))
        {
            text.Append(CultureInfo.InvariantCulture, $"### {char.ToUpperInvariant(tactic.Key[0])}{tactic.Key[1..].Replace('-', ' ')}\n\n| rule | over | level | family | incidents per benign day |\n| --- | --- | --- | --- | ---: |\n");
            foreach (var rule in tactic)
            {
                var file = rule.Source.Split('/')[2].Split(':')[0];
                text.Append(CultureInfo.InvariantCulture, $"| [{rule.Title}]({tactic.Key}/{file}) | {Over(rule)} | {rule.Level.Name()} | {rule.Family} | {counts.GetValueOrDefault(rule.Id)} |\n");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static string Over(RuleSummary rule) => rule.Event switch
    {
        RuleEvent.ToolCall => "tool calls",
        RuleEvent.Alert => "alerts",
        RuleEvent.Correlation => "several events",
        _ => "flows",
    };
}
