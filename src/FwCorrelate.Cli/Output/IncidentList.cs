// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cli.CommandLine;
using NodaTime;

namespace FwCorrelate.Cli.Output;

/// <summary>Two lines an incident: what an eye runs down, then what it was and who did it.</summary>
internal sealed class IncidentList(PageWriter page, DateTimeZone zone)
{
    private const int Indent = 10;

    public void Write(IReadOnlyList<IncidentLine> incidents, int all, string folder)
    {
        foreach (var incident in incidents)
            Write(incident);
        page.Line(incidents.Count == all ? $"{PageText.Count(all, "incident")}. Times in {zone.Id}."
            : $"{PageText.Count(incidents.Count)} of {PageText.Count(all, "incident")}. Times in {zone.Id}.");
        if (incidents.Count > 0)
            page.Unwrapped($"NEXT  {Application.Name} show {NextCommands.Quote(folder)} {incidents[0].Id}");
    }

    private void Write(IncidentLine incident)
    {
        var when = incident.Start is { } start ? PageText.Time(start, zone) : "";
        var expected = incident.Expected is { } entry ? $"  expected: {entry}" : "";
        page.Field(
            incident.Level, $"{incident.Id}  {when}  {incident.Verdict}  {incident.Cause}{expected}", 0, Indent, EmphasisOf(incident));
        page.Field("", $"{incident.Rule}: {incident.Target}", 0, Indent);
    }

    private static Emphasis EmphasisOf(IncidentLine incident) =>
        incident.Verdict == "background" ? Emphasis.None
        : incident.Level is "critical" or "high" ? Emphasis.Alarm : incident.Level == "medium" ? Emphasis.Caution : Emphasis.None;
}
