// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Incidents;
using FwCorrelate.Matching;
using NodaTime;

namespace FwCorrelate.Service.Reporting;

/// <summary>
/// One picture of the whole case, time across: runs, how many episodes ran, calls that are named, incidents of each level, GPUs taken. It
/// counts in slices of time, so that ten thousand incidents are no larger than ten.
/// </summary>
internal sealed class CaseDrawing
{
    private const int Width = 960;
    private const int LabelWidth = 150;
    private const int LaneHeight = 34;
    private const int BarHeight = 24;
    private const int Top = 8;
    private const int AxisHeight = 26;
    private const int Slices = 160;
    private const int MostRuns = 4;

    private static readonly Instant FirstDrawn = Instant.FromUtc(1972, 1, 1, 0, 0);
    private static readonly Instant LastDrawn = Instant.FromUtc(2200, 1, 1, 0, 0);

    private readonly List<Lane> _lanes;
    private readonly TimeAxis _axis;
    private readonly ReportTimes _times;

    private CaseDrawing(List<Lane> lanes, TimeAxis axis, ReportTimes times) => (_lanes, _axis, _times) = (lanes, axis, times);

    /// <param name="Kind">The class of its bars: <c>call</c> or <c>connection</c>.</param>
    /// <param name="Full">Of the same, what an agent did; drawn over the rest, which is then faint.</param>
    private sealed record Lane(
        string Label, string Kind, IReadOnlyList<(Instant From, Instant To)> Spans, IReadOnlyList<(Instant From, Instant To)>? Full = null,
        bool IsRun = false);

    /// <summary>The drawing, or null where no time is known that a picture can show.</summary>
    public static CaseDrawing? Of(InvestigationResult result, ReportTimes times)
    {
        var lanes = Lanes(result).Select(l => l with { Spans = Drawable(l.Spans), Full = l.Full is null ? null : Drawable(l.Full) })
            .Where(l => l.Spans.Count > 0).ToList();
        var logs = Drawable(result.Sources.Where(s => s.From is not null && s.To is not null).Select(s => (s.From!.Value, s.To!.Value)));
        var all = lanes.SelectMany(l => l.Spans).Concat(logs).ToList();
        if (lanes.Count == 0)
            return null;
        var (start, end) = (all.Min(s => s.From), all.Max(s => s.To));
        return end <= start ? null : new CaseDrawing(lanes, new TimeAxis(start, end, LabelWidth, Width - LabelWidth - 16), times);
    }

    public void Write(HtmlWriter html)
    {
        var height = Top + (_lanes.Count * LaneHeight) + AxisHeight;
        html.Open("figure", "drawing").Open("svg", null,
            ("viewBox", Invariant($"0 0 {Width} {height}")), ("role", "img"), ("aria-label", Description()));
        WriteTicks(html, height - AxisHeight);
        foreach (var (i, lane) in _lanes.Index())
            WriteLane(html, lane, Top + (i * LaneHeight));
        html.Close("svg").Open("figcaption").Text("The whole case in slices of ")
            .Text(ReportTimes.Length(Duration.FromNanoseconds(Math.Round((_axis.End - _axis.Start).TotalNanoseconds / Slices))))
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
                IsRun: true);
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

    // A damaged stamp can lie thousands of years off: a picture of that tells nothing.
    private static List<(Instant From, Instant To)> Drawable(IEnumerable<(Instant From, Instant To)> spans) =>
        [.. spans.Where(s => s.From > FirstDrawn && s.To < LastDrawn && s.From <= s.To)];

    private void WriteLane(HtmlWriter html, Lane lane, int top)
    {
        var counts = CountsOf(lane.Spans);
        var most = counts.Max();
        html.Open("text", "label", ("x", Number(LabelWidth - 10)), ("y", Number(top + 20)), ("text-anchor", "end"))
            .Text(Shortened(VisibleText.Of(lane.Label))).Close("text");
        WriteBars(html, lane.Full is null ? lane.Kind : $"{lane.Kind} faint", counts, most, top);
        if (lane.Full is { Count: > 0 } full)
            WriteBars(html, lane.Kind, CountsOf(full), most, top);
    }

    // Neighbours of one height are one bar.
    private static void WriteBars(HtmlWriter html, string cssClass, int[] counts, int most, int top)
    {
        const double Slice = (Width - LabelWidth - 16) / (double)Slices;
        for (var (from, to) = (0, 0); from < Slices; from = to)
        {
            to = from + 1;
            while (to < Slices && counts[to] == counts[from])
                to++;
            if (counts[from] == 0)
                continue;
            var height = Math.Max(3, BarHeight * (double)counts[from] / most);
            html.Open("rect", cssClass, ("x", Number(LabelWidth + (from * Slice))), ("y", Number(top + 4 + BarHeight - height)),
                ("width", Number((to - from) * Slice)), ("height", Number(height))).Close("rect");
        }
    }

    /// <summary>How many spans meet each slice.</summary>
    private int[] CountsOf(IEnumerable<(Instant From, Instant To)> spans)
    {
        var changes = new int[Slices + 1];
        foreach (var (from, to) in spans)
        {
            changes[SliceOf(from)]++;
            changes[SliceOf(to) + 1]--;
        }

        var counts = new int[Slices];
        for (var (i, count) = (0, 0); i < Slices; i++)
            counts[i] = count += changes[i];
        return counts;
    }

    private int SliceOf(Instant time) =>
        Math.Clamp((int)(Slices * ((time - _axis.Start).TotalNanoseconds / (_axis.End - _axis.Start).TotalNanoseconds)), 0, Slices - 1);

    private void WriteTicks(HtmlWriter html, int bottom)
    {
        foreach (var tick in _axis.Ticks(_times.OffsetAt(_axis.Start)))
        {
            var x = Number(_axis.At(tick));
            html.Open("line", "tick", ("x1", x), ("x2", x), ("y1", "0"), ("y2", Number(bottom + 4))).Close("line");
            html.Open("text", "tick-label", ("x", x), ("y", Number(bottom + 19)), ("text-anchor", "middle"))
                .Text(_times.Tick(tick, _axis.Step)).Close("text");
        }
    }

    // Names of runs stand in the picture, which readers of screens read too: an attribute holds no text of others.
    private string Description() => $"The whole case from {_times.Full(_axis.Start)} to {_times.Full(_axis.End)}: "
        + string.Join("; ", _lanes.Where(l => !l.IsRun).Select(l => Invariant($"{l.Label}: {l.Spans.Count}")));

    private static string Shortened(string label) => label.Length <= 20 ? label : string.Concat(label.AsSpan(0, 19), "…");

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
