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

    /// <summary>
    /// Why a header names a column that nothing reads, most likely a misspelt one; null where it does not. Its rows are read without it.
    /// </summary>
    internal static string? Unknown(IEnumerable<string> columns) =>
        columns.FirstOrDefault(c => !Known(c)) is { } unknown
            ? $"the column '{Excerpt.Of(unknown)}' is unknown and not used, expected "
            + $"{string.Join(", ", RequiredColumns.Concat(OptionalColumns))}"
            : null;

    /// <summary>What a lease table lacks to be one; null where the first line is no header of leases at all.</summary>
    internal static string? Hint(ReadOnlySpan<byte> head)
    {
        var names = Names(head);
        return names.Contains("address") && names.Count(Known) >= 3
            ? $"its first line looks like the header of a lease table, but lacks "
            + $"{string.Join(", ", RequiredColumns.Where(c => !names.Contains(c)))}"
            : null;
    }

    /// <summary>Whether the first line names all the columns that a lease needs.</summary>
    public static bool Recognises(ReadOnlySpan<byte> head) => RequiredColumns.All(Names(head).Contains);

    /// <summary>Whether an unknown column may be a misspelt <c>port_from</c> or <c>port_to</c>.</summary>
    internal static bool MayBePorts(string column) => !Known(column) && column.Contains("port", StringComparison.OrdinalIgnoreCase);

    private static bool Known(string column) =>
        RequiredColumns.Contains(column, StringComparer.OrdinalIgnoreCase)
            || OptionalColumns.Contains(column, StringComparer.OrdinalIgnoreCase);

    private static HashSet<string> Names(ReadOnlySpan<byte> head)
    {
        var line = TextHead.FirstLine(head);
        return line.Length > 4096
            ? []
            : Encoding.UTF8.GetString(line).Split(',').Select(n => n.Trim(' ', '"')).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }
}
