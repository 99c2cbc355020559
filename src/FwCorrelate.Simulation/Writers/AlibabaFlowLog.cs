// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Simulation.Sensors;
using FwCorrelate.Simulation.World;

namespace FwCorrelate.Simulation.Writers;

/// <summary>
/// Alibaba Cloud VPC flow logs as Simple Log Service ships them: JSON lines whose values are strings
/// (Simple Log Service documentation, "VPC flow log", field table).
/// </summary>
internal static class AlibabaFlowLog
{
    private const string None = "-";

    /// <param name="reportsIdleWindow">Which windows without traffic get a NODATA record.</param>
    public static IReadOnlyList<(string Line, SimulatedConnection? Connection)> Lines(
        FlowWindowSensor sensor, IEnumerable<SimulatedConnection> connections, Func<int, bool> reportsIdleWindow)
    {
        var windows = sensor.Observe(connections).ToDictionary(w => w.Window, w => w.Records);
        var lines = new List<(string, SimulatedConnection?)>();
        for (var i = 0; i < sensor.WindowCount; i++)
        {
            var isLossy = sensor.Interface.LossyWindows.Contains(i);
            if (isLossy || (!windows.ContainsKey(i) && reportsIdleWindow(i)))
                lines.Add((Empty(sensor, i, isLossy ? "SKIPDATA" : "NODATA"), null));
            foreach (var record in windows.GetValueOrDefault(i) ?? [])
                lines.Add((Line(sensor.Interface, record), record.Connection));
        }

        return lines;
    }

    private static string Line(FlowInterface card, FlowWindow record) => JsonText.Strings(
    [
        .. Head(card, record.WindowEnd),
        ("srcaddr", record.From.Address), ("srcport", Number(record.From.Port)),
        ("dstaddr", record.To.Address), ("dstport", Number(record.To.Port)),
        ("protocol", Number((int)record.Connection.Protocol)), ("direction", record.From.Address == card.Address ? "out" : "in"),
        ("packets", Number(record.Packets)), ("bytes", Number(record.Bytes)),
        ("start", Number(record.Start)), ("end", Number(record.Continues ? record.WindowEnd : record.End)), ("log-status", "OK"),
        ("action", record.Connection.Disposition == Disposition.RejectedAtInterface ? "REJECT" : "ACCEPT"),
        ("tcp-flags", Number((int)record.CountedFlags)),
    ]);

    private static string Empty(FlowWindowSensor sensor, int window, string status)
    {
        var (start, end) = sensor.Window(window);
        return JsonText.Strings(
        [
            .. Head(sensor.Interface, end),
            ("srcaddr", None), ("srcport", None), ("dstaddr", None), ("dstport", None), ("protocol", None), ("direction", None),
            ("packets", None),
            ("bytes", None), ("start", Number(start)), ("end", Number(end)), ("log-status", status), ("action", None), ("tcp-flags", None),
        ]);
    }

    private static IEnumerable<(string, string)> Head(FlowInterface card, long windowEnd) =>
    [
        ("__topic__", "flow_log"), ("__time__", Number(windowEnd + 90)), ("version", "1"), ("vm-id", card.InstanceId), ("vpc-id",
            "vpc-rl-train"),
        ("account-id", "1000000000000001"), ("eni-id", card.Id),
    ];

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
