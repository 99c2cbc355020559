// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text;
using FwCorrelate.Network;
using FwCorrelate.Timelines;

namespace FwCorrelate.Service.Extraction;

/// <summary>Takes the rows of lease tables and of logs of translations that are about some addresses.</summary>
/// <param name="leases">Leases that go along.</param>
/// <param name="addresses">Addresses of records that go along.</param>
internal sealed class LeaseExtract(IEnumerable<AddressLease> leases, IEnumerable<HostAddress> addresses)
{
    private readonly HashSet<(string File, long Line)> _rows = [.. leases.Select(l => (l.Origin.File, l.Origin.Line))];
    private readonly SearchValues<string> _addresses =
        SearchValues.Create([.. addresses.Where(a => !a.IsNone).Select(a => a.ToString())], StringComparison.Ordinal);

    /// <summary>The part of a text that goes along; null where nothing does.</summary>
    /// <param name="read">Lines of the file that a lease was read from; the others are headers, or rows that nobody can read.</param>
    public string? Take(string path, string text, IReadOnlySet<long> read)
    {
        // What orchestrators answer is one document, and small beside the logs.
        if (text.TrimStart() is ['{' or '[', ..])
            return text;
        var kept = new StringBuilder();
        var rows = 0;
        foreach (var (index, line) in text.Split('\n').Index())
        {
            var number = index + 1L;
            var isRow = _rows.Contains((path, number)) || (!read.Contains(number) && line.AsSpan().ContainsAny(_addresses));
            rows += isRow ? 1 : 0;
            if (isRow || index == 0 || (!read.Contains(number) && line.Contains(',', StringComparison.Ordinal)))
                kept.Append(line).Append('\n');
        }

        return rows > 0 ? kept.ToString() : null;
    }
}
