// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Simulation.Sensors;
using FwCorrelate.Simulation.World;

namespace FwCorrelate.Simulation.Writers;

/// <summary>
/// AWS VPC flow logs as S3 stores them: text with the field names in the first line (VPC user guide, "Flow log records").
/// </summary>
internal sealed class AwsFlowLog(AwsFlowFormat format)
{
    private const string Account = "123456789012";
    private const string DefaultHeader =
        "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status";
    private const string CustomHeader =
        "version vpc-id interface-id flow-direction srcaddr dstaddr srcport dstport protocol tcp-flags packets bytes start end action "
            + "log-status";
    private const string Vpc = "vpc-0a1b2c3d4e5f60718";

    public IReadOnlyList<(string Line, SimulatedConnection? Connection)> Lines(
        FlowWindowSensor sensor, IEnumerable<SimulatedConnection> connections)
    {
        var windows = sensor.Observe(connections).ToDictionary(w => w.Window, w => w.Records);
        var lines = new List<(string, SimulatedConnection?)> { (format == AwsFlowFormat.Default ? DefaultHeader : CustomHeader, null) };
        for (var i = 0; i < sensor.WindowCount; i++)
        {
            if (!windows.TryGetValue(i, out var records))
                lines.Add((Idle(sensor, i), null));
            foreach (var record in records ?? [])
                lines.Add((Line(sensor.Interface, record), record.Connection));
        }

        return lines;
    }

    private string Line(FlowInterface card, FlowWindow record)
    {
        var (from, to) = (record.From, record.To);
        var action = record.Connection.Disposition == Disposition.RejectedAtInterface ? "REJECT" : "ACCEPT";
        var tuple = $"{from.Address} {to.Address} {from.Port} {to.Port} {(int)record.Connection.Protocol}";
        var counters = $"{record.Packets} {record.Bytes} {record.Start} {record.End}";
        return format == AwsFlowFormat.Default
            ? $"2 {Account} {card.Id} {tuple} {counters} {action} OK"
            : $"5 {Vpc} {card.Id} {(from.Address == card.Address ? "egress" : "ingress")} {tuple} {Flags(record)} {counters} {action} OK";
    }

    private string Idle(FlowWindowSensor sensor, int window)
    {
        var (start, end) = sensor.Window(window);
        return format == AwsFlowFormat.Default
            ? $"2 {Account} {sensor.Interface.Id} - - - - - - - {start} {end} - NODATA"
            : $"5 {Vpc} {sensor.Interface.Id} - - - - - - - - - {start} {end} - NODATA";
    }

    /// <summary>FIN, SYN, RST and SYN-ACK; PSH and URG never count.</summary>
    private static int Flags(FlowWindow record) => (int)(record.CountedFlags & ~(TcpFlags.Push | TcpFlags.Urgent));
}

/// <summary>Which fields a flow log has.</summary>
internal enum AwsFlowFormat
{
    /// <summary>The 14 fields of version 2: no flags, no direction.</summary>
    Default,

    /// <summary>Fields of versions 2, 3 and 5, in an order of its own.</summary>
    Custom,
}
