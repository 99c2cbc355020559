// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Plans;
using NodaTime;

namespace FwCorrelate.Simulation.Sensors;

/// <summary>A sensor's clock, which may be off, drift, and stamp late.</summary>
internal sealed class SensorClock(ClockPlan plan, Instant logStart, SeededRandom random)
{
    public Instant Shown(Instant time) => time + Fleet.FleetWorld.Seconds(plan.ErrorAt((time - logStart).TotalHours));

    /// <summary>By how much the sensor is late with one connection.</summary>
    public Duration DrawDelay() => plan.Delay is { } delay ? Fleet.FleetWorld.Seconds(delay.Draw(random)) : Duration.Zero;
}
