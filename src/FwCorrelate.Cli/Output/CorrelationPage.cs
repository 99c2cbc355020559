// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Explaining;
using NodaTime;
using NodaTime.Text;

namespace FwCorrelate.Cli.Output;

/// <summary>A correlation, and where it fired and where it did not, for a terminal.</summary>
/// <param name="zone">Zone that times are shown in.</param>
/// <param name="eventOf">What stands behind the number of an event.</param>
/// <param name="titleOf">Title of a rule by its id.</param>
internal sealed class CorrelationPage(PageWriter page, DateTimeZone zone, Func<long, ExplainedEvent> eventOf, Func<string, string> titleOf)
{
    private const int Indent = 2;
    private const int Column = 12;
    private const int MaxFirings = 20;
    private const int MaxEvents = 30;
    private const int MaxQuietHits = 3;
    private static readonly LocalTimePattern TimeOfDay = LocalTimePattern.CreateWithInvariantCulture("HH:mm:ss.fff");
    private static readonly LocalDateTimePattern Stamp = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss.fff");

    private LocalDate _day;

    /// <summary>How it hangs together, before any event.</summary>
    public static void WriteOutline(PageWriter page, RuleSummary rule, CorrelationOutline outline)
    {
        if (rule.Description.Length > 0)
            page.Field("about", rule.Description, Indent, Column);
        foreach (var (label, joined) in outline.Joined.Select((r, i) => (i == 0 ? "joins" : "", r)))
            page.Field(label, $"{joined.Title} ({RuleWords.Kind(joined)}, {joined.Source})", Indent, Column);
        page.Field("by", outline.GroupBy.Count == 0 ? "nothing: all events are one group" : string.Join(", ", outline.GroupBy), Indent,
            Column);
        page.Field("within", PageText.Span(outline.Window), Indent, Column);
        page.Field("holds", outline.Condition, Indent, Column);
        foreach (var (label, where) in outline.BlindWhere.Select((w, i) => (i == 0 ? "blind" : "", w)))
            page.Field(label, where, Indent, Column);
    }

    public void WriteVerdict(CorrelationVerdict verdict)
    {
        if (verdict.Firings.Count == 0)
            page.Line("DOES NOT FIRE", emphasis: Emphasis.Strong);
        foreach (var firing in verdict.Firings.Take(MaxFirings))
            WriteFiring(firing);
        if (verdict.Firings.Count > MaxFirings)
            page.Line($"… and {PageText.Count(verdict.Firings.Count - MaxFirings, "more firing")}");
        WriteQuiet(verdict);
        if (verdict.Ungrouped.Count > 0)
            page.Line($"{PageText.Count(verdict.Ungrouped.Count, "event")} in no group, for lack of a field; the first is "
                + $"{eventOf(verdict.Ungrouped[0].Id).Place}");
    }

    private void WriteFiring(CorrelationFiring firing)
    {
        var match = firing.Match;
        page.Line($"FIRES on {Group(match.Group)}", emphasis: Emphasis.Alarm);
        page.Field("window", $"{Day(match.First.ToInstant())} {Time(match.First.ToInstant())} to {Time(match.Last.ToInstant())}, "
            + $"{PageText.Span((match.Last - match.First).ToDuration())}; held first at {Time(match.Fired.ToInstant())}{StateOf(match)}",
            Indent, Column);
        foreach (var e in match.Events.Take(MaxEvents))
            WriteEvent("✓", e.Id, e.Time.ToInstant(), e.Rule, "");
        if (match.Events.Count > MaxEvents)
            page.Field("  …", $"and {PageText.Count(match.Events.Count - MaxEvents, "more event")}", 0, 4);
        if (firing.Before.Count + firing.After.Count > 0)
            page.Field("", "just outside:", 0, Indent);
        foreach (var hit in firing.Before)
            WriteEvent("·", hit.Id, hit.Time.ToInstant(), hit.Rule, $"{PageText.Span((match.First - hit.Time).ToDuration())} before");
        foreach (var hit in firing.After)
            WriteEvent("·", hit.Id, hit.Time.ToInstant(), hit.Rule, AfterText((hit.Time - match.Last).ToDuration()));
        page.Blank();
    }

    private void WriteQuiet(CorrelationVerdict verdict)
    {
        if (verdict.QuietCount == 0)
        {
            if (verdict.Firings.Count == 0)
                page.Field("", "none of its rules matched an event", 0, Indent);
            return;
        }

        page.Line($"did not fire on {PageText.Count(verdict.QuietCount, "other group")}{(verdict.QuietCount > verdict.Quiet.Count ? ", of which the nearest" : "")}:");
        foreach (var quiet in verdict.Quiet)
        {
            page.Field("  ✗", $"{Group(quiet.Group)}: {quiet.Lacks}", 0, 4);
            foreach (var hit in quiet.Hits.Take(MaxQuietHits))
                WriteEvent("  ·", hit.Id, hit.Time.ToInstant(), hit.Rule, "");
            if (quiet.HitCount > MaxQuietHits)
                page.Field("    …", $"and {PageText.Count(quiet.HitCount - MaxQuietHits, "more event")}", 0, 6);
        }
    }

    private void WriteEvent(string mark, long id, Instant time, string rule, string distance)
    {
        var head = $"  {mark}";
        var when = distance.Length > 0 ? $"{Time(time)} ({distance})" : Time(time);
        if (id < 0)
        {
            page.Field(head, $"{when}  {titleOf(rule)}", 0, head.Length + 1);
            return;
        }

        var e = eventOf(id);
        page.Field(head, $"{when}  {e.Place}  {titleOf(rule)}", 0, head.Length + 1);
        page.Field("", e.Text, 0, head.Length + 3);
    }

    private string Day(Instant time)
    {
        _day = time.InZone(zone).Date;
        return LocalDatePattern.Iso.Format(_day);
    }

    // The day is told once for a firing and again where it is another.
    private string Time(Instant time)
    {
        var local = time.InZone(zone).LocalDateTime;
        return local.Date == _day ? TimeOfDay.Format(local.TimeOfDay) : Stamp.Format(local);
    }

    private static string StateOf(CorrelationMatch match) =>
        (match.IsCut ? "; the input ended before the window did" : "")
        + (match.Evicted > 0 ? $"; {PageText.Count(match.Evicted, "event")} of it had to be forgotten" : "");

    private static string AfterText(Duration distance) =>
        distance > Duration.Zero ? $"{PageText.Span(distance)} after" : "within it, and not needed";

    private static string Group(IReadOnlyList<KeyValuePair<string, string?>> group) =>
        group.Count == 0 ? "its one group" : string.Join(", ", group.Select(g => $"{g.Key} {g.Value ?? "(none)"}"));
}
