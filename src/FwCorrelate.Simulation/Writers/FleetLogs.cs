// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Breakout;
using FwCorrelate.Simulation.Fleet;
using FwCorrelate.Simulation.Plans;
using FwCorrelate.Simulation.Sensors;
using FwCorrelate.Simulation.World;

namespace FwCorrelate.Simulation.Writers;

/// <summary>A line of a log.</summary>
/// <param name="LeavesSandbox">The connection, where the line tells of what leaves us; null for the other direction, headers and idle
/// windows.</param>
internal readonly record struct LogLine(string Text, SimulatedConnection? LeavesSandbox);

/// <summary>What one log of a scenario holds.</summary>
internal sealed class FleetLogs(FleetWorld world, LogPlan log, SeededRandom random)
{
    public IEnumerable<(string Path, IReadOnlyList<LogLine> Lines)> Files() => log.IsOfInterfaces ? OfInterfaces()
        : log.Form == LogForm.Squid ? [OfProxy()] : [OfBorder()];

    private (string, IReadOnlyList<LogLine>) OfProxy()
    {
        var faults = new SensorFaults(log, world.Start, random);
        return ($"logs/{log.Name}/access.log", [.. world.Happenings
            .Where(h => h.Connection.Destination == FleetWorld.Proxy && h.Connection.Start >= world.Start && h.Connection.End < world.End)
            .OrderBy(h => h.Connection.End).ThenBy(h => h.Connection.Source.Address, StringComparer.Ordinal)
            .Select(h => new LogLine(SquidAccessLog.Line(Asked(h), faults.Shown), h.Connection))]);
    }

    private static ProxiedRequest Asked(Happening happening)
    {
        var connection = happening.Connection;
        var to = happening.Run?.To ?? happening.By!.Program!.Site!.Value;
        var name = happening.By?.Promise is { Said: Saying.Name } && happening.Run is not null ? FleetWorld.NameOf(to) : to.Address;
        var isMade = connection.IsEstablished;
        return new ProxiedRequest(
            "CONNECT", $"{name}:{to.Port}", name, to.Port, isMade ? to.Address : "", isMade ? 200 : 503, "TCP_TUNNEL", connection.Start,
            connection.End, connection.Packets.Where(p => !p.Forward).Sum(p => p.Bytes - (p.Packets * 52L)), connection, null);
    }


    private IEnumerable<(string, IReadOnlyList<LogLine>)> OfInterfaces()
    {
        var bySource = world.Traffic.Connections.ToLookup(c => c.Source.Address);
        var byDestination = world.Traffic.Connections.ToLookup(c => c.Destination.Address);
        var others = world.Hosts.Select(h => h.Address).Append(FleetWorld.Trainer).Append(FleetWorld.Proxy.Address)
            .Where(a => bySource.Contains(a) || byDestination.Contains(a));
        foreach (var address in world.Sandboxes.Select(s => s.Place.Address).Concat(others).Distinct())
        {
            var card = new FlowInterface($"eni-0{random.Hex(16)}", $"i-{random.Hex(12)}", address, random.Between(0, log.Window), []);
            var sensor = new FlowWindowSensor(
                card, world.Start, world.End, new SensorFaults(log, world.Start, random.Fork(address)), log.Window);
            var lines = Interface(sensor, bySource[address].Concat(byDestination[address].Where(c => c.Source.Address != address)));
            yield return ($"logs/{log.Name}/{card.Id}.{(log.Form == LogForm.AlibabaVpcFlow ? "jsonl" : "log")}", lines);
        }
    }

    private IReadOnlyList<LogLine> Interface(FlowWindowSensor sensor, IEnumerable<SimulatedConnection> connections)
    {
        var lines = log.Form == LogForm.AlibabaVpcFlow
            ? AlibabaFlowLog.Lines(sensor, connections, _ => true)
            : new AwsFlowLog(log.Form == LogForm.AwsVpcFlow ? AwsFlowFormat.Custom : AwsFlowFormat.Default).Lines(sensor, connections);
        return [.. lines.Select(l => new LogLine(l.Line, l.Connection is { } c && IsForward(l.Line, c) ? c : null))];
    }

    /// <summary>Whether the line tells of the direction from the side that opened the connection.</summary>
    private bool IsForward(string line, SimulatedConnection connection) => log.Form == LogForm.AlibabaVpcFlow
        ? line.Contains($"\"srcaddr\":\"{connection.Source.Address}\",\"srcport\":\"{connection.Source.Port}\"", StringComparison.Ordinal)
        : line.Contains($" {connection.Source.Address} {connection.Destination.Address} ", StringComparison.Ordinal);

    private (string, IReadOnlyList<LogLine>) OfBorder()
    {
        var path = $"logs/{log.Name}/events.jsonl";
        var crossing = world.Traffic.Connections.Where(c => c.Disposition != Disposition.RejectedAtInterface && Crosses(c)).ToList();
        var faults = new SensorFaults(log, world.Start, random);
        if (log.Form == LogForm.CloudFirewallAlerts)
        {
            var reported = crossing.Where(c => c.ReportedAfterSeconds is not null && c.Start >= world.Start && c.Start < world.End);
            return (path,
                [.. IntrusionLog.Lines(reported, FleetWorld.Gateway, faults.Shown).Select(l => new LogLine(l.Line, l.Connection))]);
        }

        var border = new CloudFirewallLog(
            log.Form == LogForm.CloudFirewallNat ? Border.Nat : Border.Internet, FleetWorld.Gateway, log.Zone);
        var sessions = new SessionSensor(world.Start, world.End, faults)
            .Observe(crossing.Where(c => log.Form == LogForm.CloudFirewallInternet || IsOurs(c.Source)));
        return (path, [.. border.Lines(sessions).Select(l => new LogLine(l.Line, l.Connection is { } c && IsOurs(c.Source) ? c : null))]);
    }

    private static bool Crosses(SimulatedConnection connection) => IsOurs(connection.Source) != IsOurs(connection.Destination);

    private static bool IsOurs(Endpoint end) => end.Address.StartsWith("10.", StringComparison.Ordinal);
}
