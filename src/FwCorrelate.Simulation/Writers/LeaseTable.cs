// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.World;
using NodaTime;
using NodaTime.Text;

namespace FwCorrelate.Simulation.Writers;

/// <summary>Writes <c>leases.csv</c>: who held which address, half open in time; an empty end is open.</summary>
internal static class LeaseTable
{
    private const string Header = "address,owner_kind,owner_id,host,from,to,network";

    /// <param name="others">Addresses that are no sandbox's: kind, owner, address; held from <paramref name="from"/> on.</param>
    public static IEnumerable<string> Lines(
        SimulatedWorld world, Instant from, IEnumerable<(string Kind, string Owner, string Address)> others)
    {
        yield return Header;
        foreach (var sandbox in world.Sandboxes)
        {
            var end = sandbox.To < world.LogEnd ? Text(sandbox.To) : "";
            yield return $"{sandbox.Address},sandbox,{sandbox.Id},{sandbox.Host.Id},{Text(sandbox.From)},{end},";
        }

        foreach (var (kind, owner, address) in others)
            yield return $"{address},{kind},{owner},{owner},{Text(from)},,";
    }

    private static string Text(Instant time) => InstantPattern.ExtendedIso.Format(time);
}
