// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Buffers.Text;
using System.Text;
using CsvHelper;
using FwCorrelate.Network;
using FwCorrelate.Timelines;

namespace FwCorrelate.Benchmarks.Job;

/// <summary>The calls of one host: an index over their widened intervals, and where they stand in the table.</summary>
/// <param name="First">Number of the host's first call; the others follow in the order of the index.</param>
internal sealed record HostCalls(IntervalIndex Intervals, int First);

/// <summary>The job's timeline: tool calls by host. The mapping of its CSV is the benchmark's own; the index is the product's.</summary>
internal sealed class CallTable
{
    private const long Before = 2_000;
    private const long After = 30_000;

    private static readonly CsvReaderOptions Options = new() { Mode = CsvMode.NoEscape, Encoding = Encoding.UTF8 };

    private readonly ArrayBufferWriter<byte> _ids = new(1 << 20);
    private readonly List<(int Start, int Length)> _extents = [];
    private readonly List<int> _rows = [];

    private CallTable()
    {
    }

    public int Count => _extents.Count;

    public Dictionary<HostAddress, HostCalls> ByHost { get; } = [];

    /// <param name="call">Its number, in the order of hosts and starts.</param>
    public ReadOnlySpan<byte> IdOf(int call)
    {
        var (start, length) = _extents[_rows[call]];
        return _ids.WrittenSpan.Slice(start, length);
    }

    public static CallTable Read(string path)
    {
        var table = new CallTable();
        var byHost = new Dictionary<HostAddress, List<(long Start, long End, int Row)>>();
        using var csv = CsvReader.FromFile(path, Options);
        while (csv.Read())
        {
            var host = HostAddress.TryParse(csv.GetSpan(4), out var address) ? address : throw new FormatException("A call has no host.");
            if (!byHost.TryGetValue(host, out var calls))
                byHost.Add(host, calls = []);
            calls.Add((Number(csv.GetSpan(6)) - Before, Number(csv.GetSpan(7)) + After, table.Count));
            table.AddId(csv.GetSpan(2));
        }

        foreach (var (host, calls) in byHost)
        {
            calls.Sort();
            table.ByHost.Add(host, new HostCalls(
                new IntervalIndex([.. calls.Select(c => c.Start)], [.. calls.Select(c => c.End)]), table._rows.Count));
            table._rows.AddRange(calls.Select(c => c.Row));
        }

        return table;
    }

    private void AddId(ReadOnlySpan<byte> id)
    {
        _extents.Add((_ids.WrittenCount, id.Length));
        _ids.Write(id);
    }

    private static long Number(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out long value, out var used) && used == text.Length
            ? value
            : throw new FormatException($"'{Encoding.UTF8.GetString(text)}' is no number.");
}
