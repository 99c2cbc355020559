// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Timelines;

namespace FwCorrelate.Ingestion.Identity;

/// <summary>The collectors of a case, one for each format that it has files of.</summary>
internal sealed class IdentitySources
{
    private readonly Dictionary<IIdentityFormat, IIdentityCollector> _collectors = [];

    public IIdentityCollector Of(IIdentityFormat format) =>
        _collectors.TryGetValue(format, out var known) ? known : _collectors[format] = format.CreateCollector();

    /// <summary>The leases of all of them, under the names that traces know.</summary>
    public IEnumerable<AddressLease> Leases(IEnumerable<TraceContents> contents)
    {
        if (_collectors.Count == 0)
            return [];
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var content in contents)
        {
            known.UnionWith(content.Calls.Concat(content.Untimed).SelectMany(c => new[] { c.SandboxId, c.EpisodeId }).OfType<string>()
                .Select(SandboxKey.Of));
            known.UnionWith(content.Episodes.SelectMany(e => new[] { e.SandboxId, e.Id }).OfType<string>().Select(SandboxKey.Of));
        }

        return _collectors.OrderBy(c => c.Key.Name, StringComparer.Ordinal).SelectMany(c => HeldAddress.Leases(c.Value.Finish(), known));
    }
}
