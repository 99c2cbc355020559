// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Network;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.Identity;

/// <summary>An address that a machine held, as an orchestrator or a cloud tells it.</summary>
/// <param name="Network">VPC or the like; empty where not told.</param>
/// <param name="Names">What the machine is called, the first what to call it where traces know none of them: traces name pods by uid, by
/// name or by a container's id.</param>
/// <param name="Kind">What it is, unless a trace knows it as a sandbox.</param>
/// <param name="Host">Where it runs; empty where not told.</param>
/// <param name="To">Null where no end is known.</param>
/// <param name="IsAlone">Whether the network gives an address to one machine at a time: then the next holder's start ends the one before,
/// and nobody else had it.</param>
internal sealed record HeldAddress(
    HostAddress Address, string Network, IReadOnlyList<string> Names, OwnerKind Kind, string Host, Instant From, Instant? To, bool IsAlone,
    RecordOrigin Origin)
{
    /// <summary>The leases: of each address in the order of time, ended by the next holder where it is held by one at a time.</summary>
    /// <param name="known">Names of sandboxes and episodes that traces know, as <see cref="SandboxKey"/> writes them.</param>
    public static IEnumerable<AddressLease> Leases(IEnumerable<HeldAddress> held, IReadOnlySet<string> known)
    {
        foreach (var group in held.GroupBy(h => (h.Address, h.Network)))
        {
            var ordered = group.OrderBy(h => h.From).ThenBy(h => string.Join('\n', h.Names), StringComparer.Ordinal).ToList();
            for (var i = 0; i < ordered.Count; i++)
            {
                var next = ordered[i].IsAlone ? ordered.Skip(i + 1).FirstOrDefault(n => n.IsAlone
                    && !n.Names.SequenceEqual(ordered[i].Names) && n.From > ordered[i].From) : null;
                var to = ordered[i].To ?? Instant.MaxValue;
                if (next is not null && next.From < to)
                    to = next.From;
                if (to > ordered[i].From)
                    yield return ordered[i].Lease(to, known);
            }
        }
    }

    private AddressLease Lease(Instant to, IReadOnlySet<string> known)
    {
        var name = Names.FirstOrDefault(n => known.Contains(SandboxKey.Of(n)));
        return new AddressLease(
            AddressPrefix.Single(Address), name is null ? Kind
                : OwnerKind.Sandbox, name ?? Names[0], Host, Network, From, to, 0, ushort.MaxValue, IsAlone, Origin);
    }
}
