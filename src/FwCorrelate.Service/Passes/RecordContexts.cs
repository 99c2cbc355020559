// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Flows;

namespace FwCorrelate.Service.Passes;

/// <summary>Facts that the join takes from the vendor's own fields of matched records: domain and networks. Records that tell the same share one object.</summary>
internal sealed class RecordContexts
{
    private static readonly string[] NetworkColumns = ["vpc-id", "src_vpc_id"];
    private readonly Dictionary<(string Domain, string? First, string? Second), ConnectionContext> _contexts = new() { [("", null, null)] = ConnectionContext.Unknown };

    public ConnectionContext Of(RecordReference record)
    {
        var key = (DomainOf(record), record.Field(NetworkColumns[0]), record.Field(NetworkColumns[1]));
        if (!_contexts.TryGetValue(key, out var context))
        {
            string?[] networks = [key.Item2, key.Item3];
            context = new ConnectionContext(key.Item1, [.. networks.OfType<string>().Distinct().Order(StringComparer.Ordinal)]);
            _contexts.Add(key, context);
        }

        return context;
    }

    private static string DomainOf(RecordReference record)
    {
        foreach (var mapping in record.Batch.Layout.Mappings)
        {
            if (mapping.EcsField == "destination.domain")
                return (record.Field(mapping.Column) ?? "").ToLowerInvariant();
        }

        return "";
    }
}
