// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using FwCorrelate.Flows;

namespace FwCorrelate.Benchmarks.Job;

/// <summary>Writes pairs.csv; for all workers together, since pairs are few.</summary>
internal sealed class PairWriter : IDisposable
{
    private readonly Lock _turn = new();
    private readonly StreamWriter _file;
    private readonly CallTable _table;

    public PairWriter(string path, CallTable table)
    {
        _table = table;
        _file = new StreamWriter(path, append: false, new UTF8Encoding(false), bufferSize: 64 * 1024) { NewLine = "\n" };
        _file.WriteLine("m,start,end,src,dst,sport,dport,proto,bytes,action,call_id");
    }

    public long Count { get; private set; }

    public void Write(in FlowRecord record, int mask, int call)
    {
        var action = record.Action == FirewallAction.Reject ? "REJECT" : "ACCEPT";
        lock (_turn)
        {
            Count++;
            _file.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{mask},{record.Start.ToUnixTimeSeconds()},{record.End.ToUnixTimeSeconds()},{record.Source},{record.Destination},{record.SourcePort},{record.DestinationPort},{(int)record.Protocol},{record.Bytes},{action},"));
            _file.WriteLine(Encoding.ASCII.GetString(_table.IdOf(call)));
        }
    }

    public void Dispose() => _file.Dispose();
}
