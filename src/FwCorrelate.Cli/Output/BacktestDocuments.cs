// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Incidents;
using FwCorrelate.Matching;
using FwCorrelate.Service.Rules;

namespace FwCorrelate.Cli.Output;

/// <summary>A backtest as JSON lines: what it covers, then each rule, then the incidents that only one set has.</summary>
internal static class BacktestDocuments
{
    public static void Write(BacktestResult result, Terminal terminal)
    {
        using var lines = new JsonLines(terminal);
        lines.Write(new EcsDocument().Set("kind", "case").Set("records", result.Records)
            .Set("from", result.From is { } from ? EcsTime.Format(from) : null).Set("to", result.To is { } to ? EcsTime.Format(to) : null)
            .Set("days", (decimal)Math.Round(result.Days, 6)).Set("interrupted", result.Interrupted));
        foreach (var rule in result.Rules)
            lines.Write(Of(rule, result.Days));
        foreach (var incident in result.Gained)
            lines.Write(Of(incident, "incident_gained"));
        foreach (var incident in result.Lost)
            lines.Write(Of(incident, "incident_lost"));
    }

    private static EcsDocument Of(RuleComparison rule, double days)
    {
        var document = new EcsDocument().Set("kind", "rule").Set("id", rule.Rule.Id).Set("title", rule.Rule.Title)
            .Set("level", rule.Rule.Level.Name()).Set("same", rule.IsSame);
        Set(document, "new", rule.New, days);
        Set(document, "old", rule.Old, days);
        return document.Set("gained.count", rule.GainedCount).Set("gained.first", Events(rule.Gained)).Set("lost.count", rule.LostCount)
            .Set("lost.first", Events(rule.Lost));
    }

    private static void Set(EcsDocument document, string side, RuleFires? fires, double days)
    {
        if (fires is null)
            return;
        document.Set($"{side}.events", fires.Events).Set($"{side}.bursts", fires.Bursts).Set($"{side}.incidents", fires.Incidents)
            .Set($"{side}.blind", fires.Trust.BlindBecause)
            .Set($"{side}.watched", [.. fires.Trust.Watched.Select(w =>
                new EcsDocument().Set("source", w.Name).Set("from", EcsTime.Format(w.From)).Set("to", EcsTime.Format(w.To)))]);
        if (days > 0)
            document.Set($"{side}.events_per_day", (decimal)Math.Round(fires.Events / days, 4))
                .Set($"{side}.bursts_per_day", (decimal)Math.Round(fires.Bursts / days, 4));
        foreach (var (verdict, count) in fires.Verdicts)
            document.Set($"{side}.verdicts.{Name(verdict)}", count);
    }

    private static IReadOnlyList<EcsDocument> Events(IReadOnlyList<ComparedEvent> events) =>
        [.. events.Select(e => new EcsDocument().Set("time", EcsTime.Format(e.Time)).Set("file", e.Origin.File).Set("line",
            e.Origin.Line).Set("sha256", e.Origin.Sha256))];

    private static EcsDocument Of(Incident incident, string kind) => new EcsDocument()
        .Set("kind", kind).Set("id", incident.Id).Set("rule", incident.Rule.Id).Set("title", incident.Rule.Title)
        .Set("level", incident.Rule.Level.Name())
        .Set("verdict", Name(incident.Verdict)).Set("target", incident.Target).Set("first_seen", EcsTime.Format(incident.FirstSeen))
        .Set("last_seen", EcsTime.Format(incident.LastSeen))
        .Set("evidence", [.. incident.Evidence.Take(5).Select(e => e.Origin.ToString())]);

    private static string Name(Verdict verdict) => WordsOf.Verdict(verdict).Split(':')[0];
}
