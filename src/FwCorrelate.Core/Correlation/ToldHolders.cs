// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Timelines;

namespace FwCorrelate.Correlation;

/// <summary>
/// Who is behind connections whose records name a sandbox: that one, whatever else shares the address. An id that the case does not know
/// says nothing: lease tables and traces may spell it otherwise.
/// </summary>
internal sealed class ToldHolders(TimelineIndex timeline)
{
    private readonly Dictionary<(string Id, AddressHolders Leased), AddressHolders> _known = [];

    /// <param name="leased">Who held the address by the leases.</param>
    public AddressHolders Of(ToldHolder told, AddressHolders leased)
    {
        if (!_known.TryGetValue((told.Id, leased), out var holders))
            _known.Add((told.Id, leased), holders = Judge(told, leased));
        return holders;
    }

    private AddressHolders Judge(ToldHolder told, AddressHolders leased)
    {
        var key = SandboxKey.Of(told.Id);
        var own = leased.Leases.Where(l => l.OwnerKind == OwnerKind.Sandbox && SandboxKey.Of(l.OwnerId) == key).ToList();
        if (own.Count > 0)
            return Told(own[0].OwnerId, own);
        var calls = timeline.CallsOf(told.Id).Calls;
        if (calls.Count == 0 && !timeline.EpisodesOf(told.Id).Any())
            return leased;
        var sandbox = calls.Count > 0 ? calls[0].SandboxId ?? told.Id : told.Id;
        return leased.Rung is Rung.B or Rung.C && leased.Sandboxes is [var other] ? Contradicted(sandbox, other) : Told(sandbox, []);

        AddressHolders Told(string id, IReadOnlyList<AddressLease> leases) =>
            new(Rung.A, [id], leases, leased.Hosts, false, $"the record names {id}");

        AddressHolders Contradicted(string one, string another) => leased with
        {
            Rung = Rung.D,
            Sandboxes = [.. new[] { one, another }.Order(StringComparer.Ordinal)],
            Reason = $"the record names {one}, the lease of {told.Address} names {another}",
        };
    }
}
