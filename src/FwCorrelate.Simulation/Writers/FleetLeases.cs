// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Fleet;
using NodaTime;
using NodaTime.Text;

namespace FwCorrelate.Simulation.Writers;

/// <summary>Writes who held which address, and which source ports where they are shared out; an empty end is open.</summary>
internal static class FleetLeases
{
    public static IEnumerable<string> Lines(FleetWorld world)
    {
        yield return "address,owner_kind,owner_id,host,from,to,port_from,port_to";
        foreach (var sandbox in world.Sandboxes)
        {
            var place = sandbox.Place;
            var ports = sandbox.Ports is { } block ? $"{block.From},{block.To - 1}" : ",";
            yield return $"{place.Address},sandbox,{place.Id},{place.Host.Id},{Text(place.From)},{(place.To < world.End ? Text(place.To) : "")},{ports}";
        }

        var since = Text(world.Start - Duration.FromHours(24));
        foreach (var host in world.Hosts)
            yield return $"{host.Address},host,{host.Id},{host.Id},{since},,,";
        yield return $"{FleetWorld.Trainer},host,trainer,trainer,{since},,,";
        yield return $"{FleetWorld.Proxy.Address},service,egress-proxy,gateway,{since},,,";
        yield return $"{FleetWorld.Gateway},nat,nat-gateway,gateway,{since},,,";
    }

    private static string Text(Instant time) => InstantPattern.ExtendedIso.Format(time);
}
