// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Sensors;
using FwCorrelate.Simulation.Truth;
using FwCorrelate.Simulation.World;
using FwCorrelate.Simulation.Writers;

namespace FwCorrelate.Simulation.Rome;

/// <summary>What the sensors of the ROME scenario make of the traffic.</summary>
internal sealed class RomeLogs(SeededRandom random, SimulatedWorld world, CaseFolder folder)
{
    public void AddAll()
    {
        AddFlowLogs();
        var outbound = world.Connections
            .Where(c => IsInternal(c.Source.Address) && !IsInternal(c.Destination.Address)
                && c.Disposition != Disposition.RejectedAtInterface).ToList();
        var published = world.Connections.Where(c => !IsInternal(c.Source.Address));
        var acrossNetworks = world.Connections.Where(c => c.Destination.Address.StartsWith("10.8.", StringComparison.Ordinal));

        AddBorder("logs/cfw/nat/nat-border-export.jsonl", Border.Nat, Visibility.BeforeTranslationWithName, outbound);
        AddBorder(
            "logs/cfw/internet/internet-border.jsonl", Border.Internet, Visibility.AfterTranslation,
            outbound.Where(c => c is not { Disposition: Disposition.DroppedAtBorder, Signature: null }).Concat(published));
        AddBorder("logs/cfw/vpc/vpc-border.jsonl", Border.Vpc, Visibility.BeforeTranslationWithName, acrossNetworks);
        folder.AddLog(
            "logs/cfw/ips/events.jsonl", Visibility.BeforeTranslation, IntrusionLog.Lines(world.Connections, RomeNetwork.PublicAddress));
    }

    private void AddBorder(string path, Border border, Visibility visibility, IEnumerable<SimulatedConnection> connections)
    {
        var log = new CloudFirewallLog(border, RomeNetwork.PublicAddress, border == Border.Nat ? RomeClock.Zone : null);
        folder.AddLog(path, visibility, log.Lines(new SessionSensor(world.LogStart, world.LogEnd).Observe(connections)));
    }

    /// <summary>A file per machine and one for all pods. Two windows of the third worker and one of the second are lossy.</summary>
    private void AddFlowLogs()
    {
        foreach (var worker in RomeNetwork.Workers)
        {
            int[] lossy = worker.Id switch { "w3" => [57, 58], "w2" => [118], _ => [] };
            folder.AddLog($"logs/vpcflow/{worker.Id}.jsonl", Visibility.BeforeTranslation, Observe(worker.Address, lossy));
        }

        folder.AddLog("logs/vpcflow/trainer.jsonl", Visibility.BeforeTranslation, Observe(RomeNetwork.TrainerAddress, []));
        var pods = world.Sandboxes.Where(s => s.Host == RomeNetwork.Cluster).Select(s => s.Address).Distinct()
            .Order(StringComparer.Ordinal);
        folder.AddLog("logs/vpcflow/pods.jsonl", Visibility.BeforeTranslation, [.. pods.SelectMany(a => Observe(a, []))]);
    }

    private IReadOnlyList<(string Line, SimulatedConnection? Connection)> Observe(string address, IReadOnlyList<int> lossyWindows)
    {
        var card = new FlowInterface($"eni-bp1{random.Hex(12)}", $"i-bp1{random.Hex(12)}", address, random.Between(0, 60), lossyWindows);
        return AlibabaFlowLog.Lines(
            new FlowWindowSensor(card, world.LogStart, world.LogEnd), world.Connections, window => window % 31 == 3);
    }

    private static bool IsInternal(string address) => address.StartsWith("10.", StringComparison.Ordinal);
}
