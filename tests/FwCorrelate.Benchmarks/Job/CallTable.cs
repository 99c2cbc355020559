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
    private int[] _rows = [];

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
        var rows = new Dictionary<HostAddress, List<int>>();
        var (starts, ends) = (new List<long>(), new List<long>());
        using var csv = CsvReader.FromFile(path, Options);
        while (csv.Read())
        {
            var host = HostAddress.TryParse(csv.GetSpan(4), out var address) ? address : throw new FormatException("A call has no host.");
            if (!rows.TryGetValue(host, out var calls))
                rows.Add(host, calls = []);
            calls.Add(table.Count);
            starts.Add(Number(csv.GetSpan(6)) - Before);
            ends.Add(Number(csv.GetSpan(7)) + After);
            table.AddId(csv.GetSpan(2));
        }

        table.Index(rows, starts, ends);
        return table;
    }

    private void Index(Dictionary<HostAddress, List<int>> rows, List<long> starts, List<long> ends)
    {
        _rows = new int[Count];
        HostAddress[] hosts = [.. rows.Keys];
        var first = new int[hosts.Length + 1];
        for (var i = 0; i < hosts.Length; i++)
            first[i + 1] = first[i] + rows[hosts[i]].Count;
        var indexed = new HostCalls[hosts.Length];
        Parallel.For(0, hosts.Length, i =>
        {
            var calls = _rows.AsSpan(first[i]..first[i + 1]);
            rows[hosts[i]].CopyTo(calls);
            var (from, to) = (new long[calls.Length], new long[calls.Length]);
            for (var call = 0; call < from.Length; call++)
                from[call] = starts[calls[call]];
            from.AsSpan().Sort(calls);
            for (var call = 0; call < to.Length; call++)
                to[call] = ends[calls[call]];
            indexed[i] = new HostCalls(new IntervalIndex(from, to), first[i]);
        });
        for (var i = 0; i < hosts.Length; i++)
            ByHost.Add(hosts[i], indexed[i]);
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
