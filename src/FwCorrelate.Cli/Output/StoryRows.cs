// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Documents;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Service.Results.Stories;

namespace FwCorrelate.Cli.Output;

/// <summary>
/// A story for other programs: one event a line, times in UTC. The time of a message is that of the call it stands before.
/// </summary>
internal static class StoryRows
{
    public static void WriteJson(Story story, Terminal terminal)
    {
        using var lines = new JsonLines(terminal);
        foreach (var told in story.Events)
        {
            lines.Write(new EcsDocument().Set(EcsFields.Timestamp, EcsTime.Format(told.At)).Set(OwnFields.StoryTimeIsOwn, told.HasTime)
                .Set(OwnFields.StoryEvent, NameOf(told.Kind))
                .Set("message", told.Text).Set(OwnFields.StoryPlace, told.Place).Set(OwnFields.StoryIncidents, told.Incidents));
        }
    }

    public static void WriteCsv(Story story, Terminal terminal)
    {
        var csv = new CsvText(terminal);
        csv.Row("time", "time_is_own", "event", "text", "place", "incidents");
        foreach (var told in story.Events)
            csv.Text(EcsTime.Format(told.At)).Text(told.HasTime ? "true" : "false").Text(NameOf(told.Kind)).Text(told.Text).Text(told.Place)
                .Text(string.Join(' ', told.Incidents)).EndRow();
    }

    private static string NameOf(StoryEventKind kind) => kind.ToString().ToLowerInvariant();
}
