// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Correlation;
using FwCorrelate.Network;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Incidents;

/// <summary>
/// Finds the entry of <c>infrastructure</c> that expects a connection. A trainer's tunnel never excuses a sandbox's: the entry's
/// <c>from</c> must fit who is known to hold the address.
/// </summary>
public sealed class InfrastructureMatcher(IReadOnlyList<InfrastructureEntry> entries)
{
    private readonly long[] _used = new long[entries.Count];
    private readonly bool[] _expired = new bool[entries.Count];

    /// <summary>Entries that excused nothing, or would have but for their date, in words.</summary>
    /// <param name="isWholeCase">Whether all of the case was looked at: of a part, an entry that matched nothing says nothing.</param>
    public IEnumerable<string> Warnings(bool isWholeCase) => entries.SelectMany((entry, i) => WarningsOf(entry, i, isWholeCase));

    /// <summary>The first entry that expects the record, or null. Counts its use.</summary>
    public InfrastructureEntry? Find(Attribution attribution, Endpoint acting, Endpoint target, string domain, Instant time)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            if (!IsFrom(entry.From, attribution, acting.Address) || !IsTo(entry, target, domain))
                continue;
            if (entry.Until is { } until && time.InUtc().Date > until)
            {
                _expired[i] = true;
                continue;
            }

            _used[i]++;
            return entry;
        }

        return null;
    }

    private IEnumerable<string> WarningsOf(InfrastructureEntry entry, int i, bool isWholeCase)
    {
        if (_expired[i])
            yield return $"case.yml:{entry.Line}: infrastructure entry '{entry}' expired on {entry.Until:uuuu-MM-dd}, but such traffic "
                + "goes on: renew it or look into it";
        else if (_used[i] == 0 && isWholeCase)
            yield return $"case.yml:{entry.Line}: infrastructure entry '{entry}' matched nothing: remove it if that traffic is gone";
    }

    private static bool IsFrom(string from, Attribution attribution, HostAddress acting) => from switch
    {
        "sandboxes" => attribution.Sandboxes.Count > 0,
        "hosts" => attribution.Sandboxes.Count == 0 && attribution.Leases.Any(l => l.OwnerKind is OwnerKind.Host),
        _ => AddressPrefix.TryParse(from, out var block) && block.Contains(acting),
    };

    private static bool IsTo(InfrastructureEntry entry, Endpoint target, string domain)
    {
        if (entry.Ports.Count > 0 && !entry.Ports.Contains(target.Port))
            return false;
        if (AddressPrefix.TryParse(entry.To, out var block))
            return block.Contains(target.Address);
        return entry.To.StartsWith("*.", StringComparison.Ordinal)
            ? domain.EndsWith(entry.To[1..], StringComparison.OrdinalIgnoreCase)
            : string.Equals(domain, entry.To, StringComparison.OrdinalIgnoreCase);
    }
}
