// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.Leases;

/// <summary>
/// Lease tables as CSV (design, section 5): <c>address,owner_kind,owner_id,host,from,to</c> and optionally
/// <c>network,port_from,port_to</c>, named by a header line in any order.
/// </summary>
public static class LeaseFormat
{
    public const string Name = "lease-csv";

    public const string Title = "address leases (CSV)";

    internal static IReadOnlyList<string> RequiredColumns { get; } = ["address", "owner_kind", "owner_id", "from", "to"];

    internal static IReadOnlyList<string> OptionalColumns { get; } = ["host", "network", "port_from", "port_to"];

    /// <summary>Whether the first line names all the columns that a lease needs.</summary>
    public static bool Recognises(ReadOnlySpan<byte> head)
    {
        var line = TextHead.FirstLine(head);
        if (line.Length > 4096)
            return false;
        var names = Encoding.UTF8.GetString(line).Split(',').Select(n => n.Trim(' ', '"')).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return RequiredColumns.All(names.Contains);
    }
}
