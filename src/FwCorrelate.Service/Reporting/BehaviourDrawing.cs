// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Incidents;
using NodaTime;
using static FwCorrelate.Service.Reporting.LaneDrawing;

namespace FwCorrelate.Service.Reporting;

/// <summary>Swim lanes of a behaviour: a lane for each sandbox or address, those that do it most first, and one for the rest.</summary>
internal static class BehaviourDrawing
{
    private const int MostActors = 8;

    /// <summary>Writes the picture; nothing for a single incident, which has a picture of its own.</summary>
    public static void Write(Behaviour behaviour, HtmlWriter html, ReportTimes times)
    {
        if (behaviour.Incidents.Count < 2 || LaneDrawing.Of(Lanes(behaviour), [], times) is not { } drawing)
            return;
        html.Open("figure", "drawing");
        drawing.Write(html, "The behaviour by sandbox or address");
        html.Open("figcaption").Open("span", "key key-call").Close("span").Text(" named calls ")
            .Open("span", "key key-connection").Close("span").Text(" faint: incidents, full: those that an agent began · slices of ")
            .Text(ReportTimes.Length(drawing.Slice)).Text(" · times in ").Text(times.ZoneName).Close("figcaption").CloseBlock("figure");
    }

    private static IEnumerable<Lane> Lanes(Behaviour behaviour)
    {
        yield return new Lane("named calls", "call", [.. behaviour.Incidents.SelectMany(i => i.NamedCalls)
            .DistinctBy(c => (c.TraceId, c.SpanId)).Select(c => (c.TrueStart.Value, c.TrueEnd.Value))]);
        var actors = behaviour.Incidents.GroupBy(ActorOf, StringComparer.Ordinal).OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal).ToList();
        foreach (var actor in actors.Take(MostActors))
            yield return Of(actor.Key, actor, isNamed: true);
        if (actors.Count > MostActors)
        {
            var rest = actors.Skip(MostActors).SelectMany(a => a);
            yield return Of(FormattableString.Invariant($"{actors.Count - MostActors:#,0} more"), rest, isNamed: false);
        }
    }

    private static Lane Of(string label, IEnumerable<Incident> incidents, bool isNamed)
    {
        var all = incidents.ToList();
        return new Lane(label, "connection", Spans(all), Spans(all.Where(i => i.Verdict == Verdict.AgentInitiated)), isNamed);
    }

    private static string ActorOf(Incident incident) =>
        incident.SandboxId ?? (incident.Source.IsNone ? "not known" : incident.Source.ToString());

    private static List<(Instant, Instant)> Spans(IEnumerable<Incident> incidents) => [.. incidents.Select(i => (i.FirstSeen, i.LastSeen))];
}
