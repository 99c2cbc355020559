// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Incidents;
using FwCorrelate.Matching;
using NodaTime;
using static FwCorrelate.Service.Reporting.LaneDrawing;

namespace FwCorrelate.Service.Reporting;

/// <summary>
/// One picture of the whole case, time across: runs, how many episodes ran, calls that are named, incidents of each level, GPUs taken.
/// </summary>
internal sealed class CaseDrawing
{
    private const int MostRuns = 4;

    private readonly LaneDrawing _drawing;
    private readonly ReportTimes _times;

    private CaseDrawing(LaneDrawing drawing, ReportTimes times) => (_drawing, _times) = (drawing, times);

    /// <summary>The drawing, or null where no time is known that a picture can show.</summary>
    public static CaseDrawing? Of(InvestigationResult result, ReportTimes times)
    {
        var logs = result.Sources.Where(s => s.From is not null && s.To is not null).Select(s => (s.From!.Value, s.To!.Value));
        return LaneDrawing.Of(Lanes(result), logs, times) is { } drawing ? new CaseDrawing(drawing, times) : null;
    }

    public void Write(HtmlWriter html)
    {
        html.Open("figure", "drawing");
        _drawing.Write(html, "The whole case");
        html.Open("figcaption").Text("The whole case in slices of ").Text(ReportTimes.Length(_drawing.Slice))
            .Text(": the higher, the more at once. ").Open("span", "key key-connection").Close("span")
            .Text(" faint: all incidents of the level, full: those that an agent began · times in ").Text(_times.ZoneName)
            .Close("figcaption").CloseBlock("figure");
    }

    private static IEnumerable<Lane> Lanes(InvestigationResult result)
    {
        foreach (var run in result.Episodes.GroupBy(e => e.RunId).OrderBy(g => g.Min(e => e.Start)).Take(MostRuns))
        {
            yield return new Lane(
                run.Key is { Length: > 0 } name ? $"run {name}" : "run", "call", [(run.Min(e => e.Start), run.Max(e => e.End))],
                IsNamed: true);
        }

        yield return new Lane("episodes", "call", [.. result.Episodes.Select(e => (e.Start, e.End))]);
        yield return new Lane("named calls", "call", [.. result.Incidents.SelectMany(i => i.NamedCalls)
            .DistinctBy(c => (c.TraceId, c.SpanId)).Select(c => (c.TrueStart.Value, c.TrueEnd.Value))]);
        foreach (var level in new[] { Level.Critical, Level.High, Level.Medium, Level.Low, Level.Informational })
        {
            var incidents = result.Incidents.Where(i => i.Rule.Level == level && i.SuppressedBy is null).ToList();
            yield return new Lane(
                level.Name(), "connection", Spans(incidents), Spans(incidents.Where(i => i.Verdict == Verdict.AgentInitiated)));
        }

        yield return new Lane("GPUs taken", "connection", [.. result.Incidents.Select(i => i.Cost).OfType<Gpu.GpuCost>()
            .SelectMany(c => c.Diversions).Select(d => (d.From, d.To))]);
    }

    private static List<(Instant, Instant)> Spans(IEnumerable<Incident> incidents) => [.. incidents.Select(i => (i.FirstSeen, i.LastSeen))];
}
