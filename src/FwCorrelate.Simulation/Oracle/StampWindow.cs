// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Fleet;
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Oracle;

/// <summary>When a connection may truly have begun, given its stamp of whole seconds and a clock that is known.</summary>
internal readonly record struct StampWindow(string Address, Instant From, Instant To)
{
    /// <param name="delay">Seconds by which the sensor is taken to have been late.</param>
    public static StampWindow Of(SimulatedConnection connection, FleetWorld world, double delay)
    {
        var start = connection.Start;
        if (start < world.Start)
            return new StampWindow(connection.Source.Address, world.Start - Duration.FromHours(1), world.Start);
        var error = FleetWorld.Seconds(world.Plan.Logs[0].Clock.ErrorAt((start - world.Start).TotalHours));
        var second = Instant.FromUnixTimeSeconds((start + error).ToUnixTimeSeconds()) - error - FleetWorld.Seconds(delay);
        return new StampWindow(connection.Source.Address, second, second + Duration.FromSeconds(1));
    }

    public double Length => (To - From).TotalSeconds;
}
