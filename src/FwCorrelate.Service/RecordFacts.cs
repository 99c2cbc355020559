// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Flows;

namespace FwCorrelate.Service;

/// <summary>Facts that the join takes from the vendor's own fields of a matched record.</summary>
internal static class RecordFacts
{
    private static readonly string[] NetworkColumns = ["vpc-id", "src_vpc_id"];

    /// <summary>What a record adds to what other records of the connection told.</summary>
    public static ConnectionContext Context(RecordReference record, ConnectionContext? known)
    {
        var domain = known?.Domain is { Length: > 0 } told ? told : DomainOf(record);
        var networks = NetworkColumns.Select(record.Field).OfType<string>().Concat(known?.Networks ?? []).Distinct().Order(StringComparer.Ordinal).ToList();
        return new ConnectionContext(domain, networks);
    }

    private static string DomainOf(RecordReference record)
    {
        var column = record.Batch.Layout.Mappings.FirstOrDefault(m => m.EcsField == "destination.domain")?.Column;
        return column is null ? "" : (record.Field(column) ?? "").ToLowerInvariant();
    }
}
