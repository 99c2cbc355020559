// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Plans;
using FwCorrelate.Simulation.World;
using NodaTime;
using static FwCorrelate.Simulation.Fleet.FleetWorld;

namespace FwCorrelate.Simulation.Sensors;

/// <summary>How a sensor differs from the truth: its clock is off, drifts and stamps late, and it looks at some packets only.</summary>
internal sealed class SensorFaults(LogPlan plan, Instant logStart, SeededRandom random)
{
    /// <summary>What its clock shows.</summary>
    public Instant Shown(Instant time) => time + Seconds(plan.Clock.ErrorAt((time - logStart).TotalHours));

    /// <summary>What it makes of one connection's packets.</summary>
    public IReadOnlyList<PacketBunch> Show(IEnumerable<PacketBunch> packets)
    {
        var delay = plan.Clock.Delay is { } late ? Seconds(late.Draw(random)) : Duration.Zero;
        var shown = packets.Select(p => p with { Time = Shown(p.Time) + delay });
        return plan.Sampled >= 1 ? [.. shown] : [.. shown.Select(Sample).Where(p => p.Packets > 0)];
    }

    private PacketBunch Sample(PacketBunch bunch)
    {
        var seen = 0;
        for (var i = 0; i < Math.Min(bunch.Packets, 64); i++)
            seen += random.NextUnit() < plan.Sampled ? 1 : 0;
        if (bunch.Packets > 64)
            seen = (int)((long)seen * bunch.Packets / 64);
        return bunch with { Packets = seen, Bytes = bunch.Bytes * seen / bunch.Packets };
    }
}
