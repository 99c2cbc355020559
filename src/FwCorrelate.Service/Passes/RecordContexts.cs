// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Flows;

namespace FwCorrelate.Service.Passes;

/// <summary>Facts that the join takes from the vendor's own fields of matched records: domain and networks. Records that tell the same share one object.</summary>
internal sealed class RecordContexts
{
    private readonly Dictionary<(string Domain, string Networks), ConnectionContext> _contexts = new() { [("", "")] = ConnectionContext.Unknown };

    public ConnectionContext Of(RecordReference record)
    {
        var networks = record.Batch.Layout.Format.NetworkColumns.Select(record.Field).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToArray();
        var key = (DomainOf(record), string.Join('\n', networks));
        if (!_contexts.TryGetValue(key, out var context))
            _contexts.Add(key, context = new ConnectionContext(key.Item1, networks));
        return context;
    }

    private static string DomainOf(RecordReference record)
    {
        foreach (var mapping in record.Batch.Layout.Format.Mappings)
        {
            if (mapping.EcsField == "destination.domain")
                return (record.Field(mapping.Column) ?? "").ToLowerInvariant();
        }

        return "";
    }
}
