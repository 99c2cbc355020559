// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Incidents;
using FwCorrelate.Matching;
using FwCorrelate.Service.Rules;
using NodaTime;

namespace FwCorrelate.Cli.Output;

/// <summary>
/// A backtest for a terminal: what changed first, then what stayed, then what neither set saw and where it would have been seen.
/// </summary>
internal sealed class BacktestPage(PageWriter page, DateTimeZone zone)
{
    private const int Indent = 2;
    private const int Column = 10;
    private const int MaxIncidents = 10;
    private const int MaxReasons = 6;

    /// <param name="added">What the new set is called.</param>
    /// <param name="old">What the old set is called.</param>
    public void Write(string folder, string added, string old, BacktestResult result)
    {
        var covered = result is { From: { } from, To: { } to } ? $"{PageText.Range(from, to, zone)} ({PageText.Span(to - from)})"
            : "no time covered";
        page.Line($"{folder}: {PageText.Count(result.Records, "record")}, {covered}. Times in "
            + $"{PageText.Zone(zone, result.To ?? NodaConstants.UnixEpoch)}.", emphasis: Emphasis.Strong);
        page.Field("new", $"{added}: {PageText.Count(result.Rules.Count(r => r.New is not null), "rule")}", 0, Column);
        page.Field("old", $"{old}: {PageText.Count(result.Rules.Count(r => r.Old is not null), "rule")}", 0, Column);
        if (result.Interrupted)
            page.Line("INTERRUPTED: what follows covers only what was read before Ctrl+C.", emphasis: Emphasis.Alarm);
        WriteIncidents(result);
        var silent = result.Rules.Where(r => (r.New?.Events ?? 0) + (r.Old?.Events ?? 0) == 0).ToList();
        var loud = result.Rules.Except(silent).OrderByDescending(r => r.Rule.Level).ThenBy(r => r.Rule.Title, StringComparer.Ordinal)
            .ToList();
        WriteRules("CHANGED", [.. loud.Where(r => !r.IsSame)], result);
        WriteRules("SAME", [.. loud.Where(r => r.IsSame)], result);
        WriteSilent(silent);
    }

    private void WriteIncidents(BacktestResult result)
    {
        page.Blank();
        page.Line($"INCIDENTS: {result.Gained.Count} gained, {result.Lost.Count} lost", emphasis: Emphasis.Strong);
        foreach (var (mark, incidents) in new[] { ("+", result.Gained), ("-", result.Lost) })
        {
            foreach (var incident in incidents.Take(MaxIncidents))
            {
                page.Field($"  {mark}", $"{incident.Rule.Level.Name().ToUpperInvariant()}  {incident.Rule.Title}: {incident.Target}", 0, 4);
                page.Field("", $"{PageText.Range(incident.FirstSeen, incident.LastSeen, zone)}, {VerdictName(incident.Verdict)}, "
                    + $"{incident.Evidence[0].Origin}", 0, 6);
            }

            if (incidents.Count > MaxIncidents)
                page.Field($"  {mark}", $"and {PageText.Count(incidents.Count - MaxIncidents)} more", 0, 4);
        }
    }

    private void WriteRules(string heading, IReadOnlyList<RuleComparison> rules, BacktestResult result)
    {
        if (rules.Count == 0)
            return;
        page.Blank();
        page.Line($"{heading}: {PageText.Count(rules.Count, "rule")}", emphasis: Emphasis.Strong);
        foreach (var rule in rules)
        {
            page.Line($"{rule.Rule.Level.Name().ToUpperInvariant()}  {rule.Rule.Title}",
                emphasis: rule.IsSame ? Emphasis.None : Emphasis.Strong);
            if (rule.IsSame)
            {
                Say("both", Text(rule.New!, result));
                continue;
            }

            Say("new", Text(rule.New, result));
            Say("old", Text(rule.Old, result));
            SayEvents("gained", rule.Gained, rule.GainedCount);
            SayEvents("lost", rule.Lost, rule.LostCount);
        }
    }

    private void SayEvents(string label, IReadOnlyList<ComparedEvent> events, int count)
    {
        if (count == 0)
            return;
        var more = count > events.Count ? $", … and {PageText.Count(count - events.Count)} more" : "";
        Say(label, $"{PageText.Count(count)}: {string.Join(", ", events.Select(e => $"{e.Origin} ({PageText.Time(e.Time, zone)})"))}{more}");
    }

    // A rule that never fired here is judged by what it watched, not by its silence.
    private void WriteSilent(IReadOnlyList<RuleComparison> silent)
    {
        if (silent.Count == 0)
            return;
        page.Blank();
        page.Line($"NOT SEEN by either: {PageText.Count(silent.Count, "rule")}", emphasis: Emphasis.Strong);
        var reasons = silent.GroupBy(r => NotSeenText.Of((r.New ?? r.Old)!.Trust, zone)).OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal).ToList();
        foreach (var reason in reasons.Take(MaxReasons))
            page.Field("", $"{PageText.Count(reason.Count(), "rule")}, such as {reason.First().Rule.Title}: {reason.Key}", 0, Indent);
        if (reasons.Count > MaxReasons)
            page.Field("", $"… and {PageText.Count(reasons.Skip(MaxReasons).Sum(g => g.Count()), "more rule")} for other reasons", 0,
                Indent);
    }

    private string Text(RuleFires? fires, BacktestResult result)
    {
        if (fires is null)
            return "no such rule";
        if (fires.Events == 0)
            return NotSeenText.Of(fires.Trust, zone);
        var verdicts = string.Join(", ", fires.Verdicts.Select(v => $"{VerdictName(v.Key)} {Share(v.Value, fires.Incidents)}"));
        return $"{PageText.Count(fires.Events, "event")}{PerDay(fires.Events, result.Days)} in "
            + $"{PageText.Count(fires.Bursts, "burst")}{PerDay(fires.Bursts, result.Days)}; "
            + $"{PageText.Count(fires.Incidents, "incident")}: {verdicts}";
    }

    private void Say(string label, string text) => page.Field(label, text, Indent, Column);

    private static string PerDay(int count, double days) =>
        days > 0 ? $" ({(count / days).ToString("#,0.#", CultureInfo.InvariantCulture)} per day)" : "";

    private static string Share(int count, int all) => (100.0 * count / all).ToString("0", CultureInfo.InvariantCulture) + "%";

    private static string VerdictName(Verdict verdict) => WordsOf.Verdict(verdict).Split(':')[0];
}
