// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Documents;
using FwCorrelate.Service.Results;
using FwCorrelate.Service.Results.Stories;
using NodaTime;

namespace FwCorrelate.Cli.Output;

/// <summary>A story for a terminal: who and how sure on top, then one line an event with its own time and the place it stands at.</summary>
internal sealed class StoryPage(PageWriter page, DateTimeZone zone)
{
    private const int TextLength = 400;
    private const int Column = 9;
    private const int TextColumn = 21;

    /// <param name="folder">Where the result is kept, for the command to type next; null where it is not.</param>
    public void Write(Story story, string? folder)
    {
        page.Line($"{story.Subject}: {PageText.Count(story.Incidents.Count, "incident")}{When(story)}", emphasis: Emphasis.Strong);
        foreach (var (i, incident) in story.Incidents.Index())
            WriteIncident(incident, Letter(i), story.Probable.Contains(IncidentLookup.IdOf(incident)));
        page.Blank();
        var letters = story.Incidents.Index().ToDictionary(i => IncidentLookup.IdOf(i.Item), i => Letter(i.Index), StringComparer.Ordinal);
        var date = default(LocalDate);
        foreach (var told in story.Events)
        {
            var local = told.At.InZone(zone).LocalDateTime;
            if (local.Date != date)
                page.Line($"{PageText.Time(told.At, zone)[..10]}, times in {zone.Id}", emphasis: Emphasis.Strong);
            date = local.Date;
            WriteEvent(told, letters);
        }

        if (story.Elsewhere.Count > 0 || folder is not null)
            page.Blank();
        if (story.Elsewhere.Count > 0)
            page.Field("BESIDE", $"{PageText.Count(story.Elsewhere.Count, "incident")} of the same in other bursts: "
                + $"{string.Join(", ", story.Elsewhere.Take(5).Select(IncidentLookup.IdOf))}{(story.Elsewhere.Count > 5 ? ", ..." : "")}",
                0, Column);
        if (folder is not null)
            page.Unwrapped($"NEXT     {Application.Name} why {NextCommands.Quote(folder)} "
                + $"{IncidentLookup.IdOf(StoredIncidents.WorstFirst(story.Incidents)[0])}");
    }

    private string When(Story story)
    {
        var times = story.Incidents.SelectMany(
            i => new[] { StoredTime.Of(i, EcsFields.EventStart), StoredTime.Of(i, EcsFields.EventEnd) }).OfType<Instant>().ToList();
        return times.Count == 0 ? "" : $", {PageText.Range(times.Min(), times.Max(), zone)}";
    }

    private void WriteIncident(StoredDocument incident, string letter, bool isProbable)
    {
        var level = StoredIncidents.LevelOf(incident);
        page.Field($"{letter} {level}",
            $"{IncidentLookup.IdOf(incident)}  {incident.Text(EcsFields.RuleName)}: {incident.Text(OwnFields.Target)}", 2, Column
                + 4, level is "critical" or "high" ? Emphasis.Alarm : Emphasis.None);
        page.Field("", $"{incident.Text(OwnFields.Verdict)}, {StoredIncidents.CauseOf(incident)}{(isProbable ? ": probably of this episode, not proven" : "")}", 0, Column + 4);
        foreach (var decision in incident.Parts(OwnFields.Decisions))
            page.Field("", Decided(decision), 0, Column + 4);
        if (incident.Text(OwnFields.Origin) is { } origin)
            page.Field("",
                $"origin {WordsOf.Origin(origin)}{(incident.Text(OwnFields.OriginReason) is { } reason ? ": " + reason : "")}", 0,
                Column + 4);
    }

    private static string Decided(StoredDocument decision)
    {
        var by = decision.Text("by") is { } name ? $", by {name}" : "";
        var at = decision.Text("at") is { } time ? $", {time}" : "";
        return $"decided: {decision.Text("says")}{by}{at}";
    }

    private void WriteEvent(StoryEvent told, Dictionary<string, string> letters)
    {
        var time = told.HasTime ? PageText.Time(told.At, zone)[11..] : "";
        var tail = $"  [{string.Join("", told.Incidents.Select(i => letters.GetValueOrDefault(i, "")))}]{(told.Place.Length > 0 ? "  " + told.Place : "")}";
        page.Field($"{time,-8} {WordOf(told.Kind)}", TerminalText.EscapeLines(told.Text, TextLength) + tail, 0, TextColumn,
            EmphasisOf(told.Kind));
    }

    private static string Letter(int index) =>
        index < 26 ? ((char)('A' + index)).ToString() : $"{(char)('A' + ((index / 26 - 1) % 26))}{(char)('A' + (index % 26))}";

    public static string WordOf(StoryEventKind kind) => kind switch
    {
        StoryEventKind.Asked => "asked",
        StoryEventKind.Said => "said",
        StoryEventKind.Call => "call",
        StoryEventKind.Connection => "connection",
        StoryEventKind.Alert => "ALERT",
        StoryEventKind.Ended => "call ends",
        _ => "followed",
    };

    private static Emphasis EmphasisOf(StoryEventKind kind) => kind switch
    {
        StoryEventKind.Call => Emphasis.Strong,
        StoryEventKind.Alert => Emphasis.Alarm,
        _ => Emphasis.None,
    };
}
