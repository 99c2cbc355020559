// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Documents;
using FwCorrelate.Service.Results;
using FwCorrelate.Service.Results.Stories;
using NodaTime;

namespace FwCorrelate.Cli.Output;

/// <summary>Two lines an incident: what an eye runs down, then what it was and who did it.</summary>
internal sealed class IncidentList(PageWriter page, DateTimeZone zone)
{
    private const int Indent = 10;

    public void Write(IReadOnlyList<StoredDocument> incidents, int all, string folder)
    {
        foreach (var incident in incidents)
            Write(incident);
        page.Line(incidents.Count == all ? $"{PageText.Count(all, "incident")}. Times in {zone.Id}."
            : $"{PageText.Count(incidents.Count)} of {PageText.Count(all, "incident")}. Times in {zone.Id}.");
        if (incidents.Count > 0)
            page.Unwrapped($"NEXT  {Application.Name} show {NextCommands.Quote(folder)} {IncidentLookup.IdOf(incidents[0])}");
    }

    private void Write(StoredDocument incident)
    {
        var level = StoredIncidents.LevelOf(incident);
        var when = StoredTime.Of(incident, EcsFields.EventStart) is { } start ? PageText.Time(start, zone) : "";
        var expected = incident.Text(OwnFields.SuppressedBy) is { } entry ? $"  expected: {entry}" : "";
        page.Field(level, $"{IncidentLookup.IdOf(incident)}  {when}  {incident.Text(OwnFields.Verdict)}  "
            + $"{StoredIncidents.CauseOf(incident)}{expected}", 0, Indent, EmphasisOf(level, incident));
        page.Field("", $"{incident.Text(EcsFields.RuleName)}: {incident.Text(OwnFields.Target)}", 0, Indent);
    }

    private static Emphasis EmphasisOf(string level, StoredDocument incident) =>
        incident.Text(OwnFields.Verdict) == "background" ? Emphasis.None
        : level is "critical" or "high" ? Emphasis.Alarm : level == "medium" ? Emphasis.Caution : Emphasis.None;
}
