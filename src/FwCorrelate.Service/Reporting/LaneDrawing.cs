// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using NodaTime;

namespace FwCorrelate.Service.Reporting;

/// <summary>
/// Lanes above each other with time across. It counts in slices of time, so that ten thousand spans are no larger than ten; the spans
/// themselves go along as numbers, of which the page's script draws a part of the time anew.
/// </summary>
internal sealed class LaneDrawing
{
    private const int Width = 960;
    private const int LabelWidth = 150;
    private const int LaneHeight = 34;
    private const int BarHeight = 24;
    private const int Top = 8;
    private const int AxisHeight = 26;
    private const int Slices = 160;
    private const int Digits = 36;

    /// <summary>Spans of a picture that can be zoomed; more would make the page slow to load.</summary>
    private const int MostSpans = 40_000;

    private readonly List<Lane> _lanes;
    private readonly TimeAxis _axis;
    private readonly ReportTimes _times;

    private LaneDrawing(List<Lane> lanes, TimeAxis axis, ReportTimes times) => (_lanes, _axis, _times) = (lanes, axis, times);

    /// <summary>How long a slice is.</summary>
    public Duration Slice => Duration.FromNanoseconds(Math.Round((_axis.End - _axis.Start).TotalNanoseconds / Slices));

    private bool IsZoomable => _lanes.Sum(l => l.Spans.Count + (l.Full?.Count ?? 0)) <= MostSpans;

    /// <summary>The drawing, or null where no time is known that a picture can show.</summary>
    /// <param name="beside">Times that the picture shows too.</param>
    public static LaneDrawing? Of(IEnumerable<Lane> lanes, IEnumerable<(Instant From, Instant To)> beside, ReportTimes times)
    {
        var drawn = lanes.Select(l => l with { Spans = Drawable(l.Spans), Full = l.Full is null ? null : Drawable(l.Full) })
            .Where(l => l.Spans.Count > 0).ToList();
        if (drawn.Count == 0)
            return null;
        var all = drawn.SelectMany(l => l.Spans).Concat(Drawable(beside)).ToList();
        var (start, end) = (all.Min(s => s.From), all.Max(s => s.To));
        return end <= start ? null : new LaneDrawing(drawn, new TimeAxis(start, end, LabelWidth, Width - LabelWidth - 16), times);
    }

    /// <param name="what">Of the picture, for those who do not see it; holds no text of a case.</param>
    public void Write(HtmlWriter html, string what)
    {
        var height = Top + (_lanes.Count * LaneHeight) + AxisHeight;
        var offset = _times.OffsetAt(_axis.Start);
        html.Open("svg", IsZoomable ? "zoom" : null,
            ("viewBox", Invariant($"0 0 {Width} {height}")), ("role", "img"), ("aria-label", Description(what)),
            ("data-start", Invariant($"{_axis.Start.ToUnixTimeMilliseconds() + offset.Milliseconds}")),
            ("data-length", Invariant($"{Math.Max(1, (long)(_axis.End - _axis.Start).TotalMilliseconds)}")),
            ("data-left", Invariant($"{LabelWidth}")), ("data-width", Invariant($"{Width - LabelWidth - 16}")),
            ("data-bottom", Invariant($"{height - AxisHeight}")));
        html.Open("g", "axis");
        WriteTicks(html, height - AxisHeight, offset);
        html.Close("g");
        foreach (var (i, lane) in _lanes.Index())
            WriteLane(html, lane, Top + (i * LaneHeight));
        html.Close("svg");
    }

    // A damaged stamp can lie thousands of years off: a picture of that tells nothing.
    private static List<(Instant From, Instant To)> Drawable(IEnumerable<(Instant From, Instant To)> spans) =>
        [.. spans.Where(s => TimeAxis.CanShow(s.From, s.To))];

    private void WriteLane(HtmlWriter html, Lane lane, int top)
    {
        var counts = CountsOf(lane.Spans);
        var most = counts.Max();
        html.Open("g", "lane", ("data-top", Number(top + 4)), ("data-height", Number(BarHeight)), ("data-kind", lane.Kind),
            ("data-spans", IsZoomable ? Numbers(lane.Spans) : null),
            ("data-full", IsZoomable && lane.Full is not null ? Numbers(lane.Full) : null));
        html.Open("text", "label", ("x", Number(LabelWidth - 10)), ("y", Number(top + 20)), ("text-anchor", "end"))
            .Text(Shortened(VisibleText.Of(lane.Label))).Close("text").Open("g");
        WriteBars(html, lane.Full is null ? lane.Kind : $"{lane.Kind} faint", counts, most, top);
        if (lane.Full is { Count: > 0 } full)
            WriteBars(html, lane.Kind, CountsOf(full), most, top);
        html.Close("g").Close("g");
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

    // Milliseconds from the start, a dot, the length, to the base 36: short, and nothing else than numbers.
    private string Numbers(IEnumerable<(Instant From, Instant To)> spans)
    {
        var text = new StringBuilder();
        foreach (var (from, to) in spans)
            text.Append(text.Length > 0 ? " " : "").Append(Base36(from - _axis.Start)).Append('.').Append(Base36(to - from));
        return text.ToString();
    }

    private static string Base36(Duration length)
    {
        var value = Math.Max(0, (long)length.TotalMilliseconds);
        Span<char> digits = stackalloc char[16];
        var at = digits.Length;
        do
        {
            digits[--at] = "0123456789abcdefghijklmnopqrstuvwxyz"[(int)(value % Digits)];
            value /= Digits;
        }
        while (value > 0);
        return digits[at..].ToString();
    }

    private void WriteTicks(HtmlWriter html, int bottom, Offset offset)
    {
        foreach (var tick in _axis.Ticks(offset))
        {
            var x = Number(_axis.At(tick));
            html.Open("line", "tick", ("x1", x), ("x2", x), ("y1", "0"), ("y2", Number(bottom + 4))).Close("line");
            html.Open("text", "tick-label", ("x", x), ("y", Number(bottom + 19)), ("text-anchor", "middle"))
                .Text(_times.Tick(tick, _axis.Step)).Close("text");
        }
    }

    // Names stand in the picture, which readers of screens read too: an attribute holds no text of others.
    private string Description(string what) => $"{what} from {_times.Full(_axis.Start)} to {_times.Full(_axis.End)}: "
        + string.Join("; ", _lanes.Where(l => !l.IsNamed).Select(l => Invariant($"{l.Label}: {l.Spans.Count}")));

    private static string Shortened(string label) => label.Length <= 20 ? label : string.Concat(label.AsSpan(0, 19), "…");

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    /// <param name="Kind">The class of its bars: <c>call</c> or <c>connection</c>.</param>
    /// <param name="Full">Of the same, what an agent did; drawn over the rest, which is then faint.</param>
    /// <param name="IsNamed">Whether its label is text of a case.</param>
    public sealed record Lane(
        string Label, string Kind, IReadOnlyList<(Instant From, Instant To)> Spans, IReadOnlyList<(Instant From, Instant To)>? Full = null,
        bool IsNamed = false);
}
