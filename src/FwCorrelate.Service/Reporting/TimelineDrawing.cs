// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Incidents;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Service.Reporting;

/// <summary>The picture of an incident: when the calls ran and when the connections opened, one above the other on one axis.</summary>
/// <remarks>
/// Connections are drawn in the timeline's clock (stamp minus offset). A connection that outlives the interesting part by far ends in an
/// arrow, so that a day-long session does not shrink the second in which it began to nothing.
/// </remarks>
internal sealed class TimelineDrawing
{
    private const int Width = 960;
    private const int LabelWidth = 236;
    private const int RowHeight = 26;
    private const int Top = 8;
    private const int AxisHeight = 26;
    private const int MostCalls = 4;
    private const int MostConnections = 6;
    private const int LabelLength = 34;

    private readonly List<Row> _rows;
    private readonly TimeAxis _axis;
    private readonly ReportTimes _times;

    private TimelineDrawing(List<Row> rows, TimeAxis axis, ReportTimes times) => (_rows, _axis, _times) = (rows, axis, times);

    private sealed record Row(bool IsCall, string Label, Instant Start, Instant End, Duration Uncertainty, bool IsOpen);

    /// <summary>The drawing, or null where no call has a time of its own or nothing was recorded.</summary>
    public static TimelineDrawing? Of(Incident incident, ReportTimes times)
    {
        var calls = (incident.NamedCalls.Count > 0 ? incident.NamedCalls : [.. incident.Candidates.Select(c => c.Call)])
            .Where(c => c.Start.Basis is not (TimeBasis.Step or TimeBasis.None)).Take(MostCalls)
            .Select(c => new Row(true, $"{c.ToolName} · {c.CallId}", c.Start.Value, c.End.Value, c.Start.Uncertainty, c.IsOpen));
        var connections = incident.Records.DistinctBy(r => r.Connection.Id).OrderBy(r => r.Connection.Start).Take(MostConnections)
            .Select(RowOf);
        List<Row> rows = [.. calls, .. connections];
        return !rows.Exists(r => r.IsCall) || rows.TrueForAll(r => r.IsCall)
            || !rows.TrueForAll(IsDrawable) ? null : new TimelineDrawing(rows, AxisOf(rows), times);
    }

    public void Write(HtmlWriter html)
    {
        var height = Top + (_rows.Count * RowHeight) + AxisHeight;
        html.Open("figure", "drawing")
            .Open("svg", null, ("viewBox", Invariant($"0 0 {Width} {height}")), ("role", "img"), ("aria-label", Description()));
        WriteTicks(html, height);
        for (var i = 0; i < _rows.Count; i++)
            WriteRow(html, _rows[i], Top + (i * RowHeight));
        html.Close("svg");
        html.Open("figcaption").Open("span", "key key-call").Close("span").Text(" tool call (light: uncertainty of its start) ")
            .Open("span", "key key-connection").Close("span").Text(" connection (light: slack of its stamp; mark: its start) · times in ")
            .Text(_times.ZoneName).Close("figcaption").CloseBlock("figure");
    }

    // A damaged stamp can lie thousands of years off, where the arithmetic of times ends; a picture of that tells nothing.
    private static bool IsDrawable(Row row) =>
        TimeAxis.CanShow(row.Start, row.End) && row.Uncertainty < Duration.FromDays(366);

    private static Row RowOf(AttributedRecord attributed)
    {
        var record = attributed.Record.Record;
        var settings = attributed.Record.Batch.File.Source;
        var connection = attributed.Connection;
        var label = Network.TransportProtocolNames.Name(record.Protocol) is { Length: > 0 } transport
            && Elastic.Ecs.CommunityId.HasPorts(record.Protocol)
            ? Invariant($"→ {record.Destination}:{record.DestinationPort}/{transport}")
            : $"→ {record.Destination}";
        return new Row(false, label, connection.Start - settings.Clock.OffsetAt(connection.Start),
            connection.End - settings.Clock.OffsetAt(connection.End), settings.Clock.Slack, false);
    }

    private static TimeAxis AxisOf(List<Row> rows)
    {
        var first = rows.Min(r => r.Start - r.Uncertainty);
        var lastStart = rows.Max(r => r.Start);
        var interesting = Instant.Max(lastStart, rows.Where(r => r.IsCall).Max(r => r.End)) - first;
        var pad = Duration.Max(interesting / 4, Duration.FromMilliseconds(500));
        var end = Instant.Min(rows.Max(r => r.End), first + interesting + pad);
        var margin = Duration.Max((end - first) / 40, Duration.FromMilliseconds(50));
        return new TimeAxis(first - margin, end + margin, LabelWidth, Width - LabelWidth - 24);
    }

    private void WriteTicks(HtmlWriter html, int height)
    {
        var bottom = height - AxisHeight;
        foreach (var tick in _axis.Ticks(_times.OffsetAt(_axis.Start)))
        {
            var x = Number(_axis.At(tick));
            html.Open("line", "tick", ("x1", x), ("x2", x), ("y1", "0"), ("y2", Number(bottom + 4))).Close("line");
            html.Open("text", "tick-label", ("x", x), ("y", Number(bottom + 19)), ("text-anchor", "middle"))
                .Text(_times.Tick(tick, _axis.Step)).Close("text");
        }
    }

    private void WriteRow(HtmlWriter html, Row row, int top)
    {
        var kind = row.IsCall ? "call" : "connection";
        html.Open("text", $"label {kind}-label", ("x", Number(LabelWidth - 12)), ("y", Number(top + 16)), ("text-anchor", "end"))
            .Text(Shortened(VisibleText.Of(row.Label))).Close("text");
        WriteBar(html, $"{kind} faint", row.Start - row.Uncertainty, row.IsCall ? row.Start : row.Start + row.Uncertainty, top);
        WriteBar(html, kind, row.Start, row.End, top);
        if (!row.IsCall)
            WriteStart(html, row, top);
        if (row.End > _axis.End || row.IsOpen)
            WriteArrow(html, kind, top);
    }

    private void WriteBar(HtmlWriter html, string cssClass, Instant from, Instant to, int top)
    {
        var x = _axis.At(from);
        html.Open("rect", cssClass, ("x", Number(x)), ("y", Number(top + 5)), ("width", Number(Math.Max(2, _axis.At(to) - x))),
            ("height", "14"), ("rx", "2"))
            .Close("rect");
    }

    private void WriteStart(HtmlWriter html, Row row, int top)
    {
        var x = Number(_axis.At(row.Start));
        html.Open("line", "start", ("x1", x), ("x2", x), ("y1", Number(top + 1)), ("y2", Number(top + 23))).Close("line");
    }

    private void WriteArrow(HtmlWriter html, string kind, int top)
    {
        var x = _axis.At(_axis.End);
        html.Open("path", $"{kind} arrow", ("d", Invariant($"M{Number(x)} {top + 4} l12 8 l-12 8 z"))).Close("path");
    }

    private string Description() => string.Join("; ", _rows.Select(r =>
        $"{(r.IsCall ? "call" : "connection")} {r.Label} from {_times.Full(r.Start)} to {_times.Full(r.End)}"));

    private static string Shortened(string label) =>
        label.Length <= LabelLength ? label : string.Concat(label.AsSpan(0, LabelLength - 1), "…");

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
