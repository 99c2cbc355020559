// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Network;
using FwCorrelate.Timelines;

namespace FwCorrelate.Ingestion.Leases;

/// <summary>
/// Leases of single ports of a shared address, out of translations and of the rows that tell who held the inner addresses.
/// </summary>
internal static class TranslationLeases
{
    /// <summary>The leases; a translation whose inner address nobody, or more than one, held then tells nobody.</summary>
    /// <param name="rows">The case's lease tables.</param>
    public static IEnumerable<AddressLease> Of(IEnumerable<Translation> translations, IReadOnlyList<AddressLease> rows)
    {
        var index = new LeaseIndex(rows, []);
        foreach (var translation in translations)
        {
            if (HolderOf(translation, index) is { } holder)
            {
                yield return new AddressLease(
                    AddressPrefix.Single(translation.Outer), holder.OwnerKind, holder.OwnerId, holder.Host, "", translation.From,
                    translation.To,
                    translation.OuterPort, translation.OuterPort, translation.IsWhole, translation.Origin);
            }
        }
    }

    // Hosts give the same inner addresses to their sandboxes: only those that share the outer address, where a table tells them, are meant.
    private static AddressLease? HolderOf(Translation translation, LeaseIndex index)
    {
        var inner = index.Holding(translation.Inner, 0, translation.From, translation.From, static _ => true);
        var sharing = index.Holding(translation.Outer, translation.OuterPort, translation.From, translation.From, static _ => true)
            .Where(l => l.OwnerKind == OwnerKind.Sandbox).Select(l => l.OwnerId).ToHashSet(StringComparer.Ordinal);

        // What is shared itself says who holds an inner address only where another table ties the holder to the host.
        var holders = inner.Where(l => l.OwnerKind == OwnerKind.Sandbox
            && (sharing.Contains(l.OwnerId) || (sharing.Count == 0 && l.IsInventory))).DistinctBy(l => l.OwnerId).ToList();
        return holders.Count == 1 ? holders[0] : null;
    }
}
