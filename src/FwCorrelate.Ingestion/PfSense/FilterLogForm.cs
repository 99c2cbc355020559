// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Ingestion.Mapped;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.PfSense;

/// <summary>
/// Cells behind <c>filterlog</c>, whose places depend on the version of IP (where number and name of the protocol change places) and on the
/// protocol. Lines of other programs are passed over.
/// </summary>
internal sealed class FilterLogForm : LineForm
{
    private static readonly byte[][] Common = Names("rulenr,subrulenr,anchor,tracker,interface,reason,action,dir,ipversion");
    private static readonly byte[][] Four = Names("tos,ecn,ttl,id,offset,ipflags,protoid,proto,length,src,dst");
    private static readonly byte[][] Six = Names("class,flowlabel,hoplimit,proto,protoid,length,src,dst");
    private static readonly byte[][] Tcp = Names("sport,dport,datalen,tcpflags,seq,ack,window,urg,options");
    private static readonly byte[][] Udp = Names("sport,dport,datalen");

    public override bool IsHeader(ReadOnlySpan<byte> line) => CellsOf(line).IsEmpty;

    public override bool Recognises(ReadOnlySpan<byte> head)
    {
        foreach (var line in TextHead.Lines(head))
        {
            if (line[0] != (byte)'{' && CellsOf(line).Count((byte)',') > 16)
                return true;
        }

        return false;
    }

    public override string? Cut<TSink>(ReadOnlySpan<byte> line, ref TSink sink)
    {
        var cells = CellsOf(line);
        var syslog = SyslogLine.Cut(line[..(line.Length - cells.Length)]);
        sink.Take("stamp"u8, syslog.Stamp);
        sink.Take("host"u8, syslog.Host.StartsWith("filterlog"u8) ? default : syslog.Host);
        var version = NumberOf(cells, 8);
        cells = cells[TakeAll(Common, cells, ref sink)..];
        if (version is not ([(byte)'4'] or [(byte)'6']))
            return $"ipversion is '{Excerpt.Of(version)}', expected 4 or 6";
        var addresses = version[0] == (byte)'4' ? Four : Six;
        var protocol = NumberOf(cells, version[0] == (byte)'4' ? 6 : 4);
        cells = cells[TakeAll(addresses, cells, ref sink)..];
        if (protocol.SequenceEqual("6"u8))
            TakeAll(Tcp, cells, ref sink);
        else if (protocol.SequenceEqual("17"u8))
            TakeAll(Udp, cells, ref sink);
        return null;
    }

    private static byte[][] Names(string names) => [.. names.Split(',').Select(Encoding.UTF8.GetBytes)];

    private static ReadOnlySpan<byte> NumberOf(ReadOnlySpan<byte> cells, int place)
    {
        foreach (var cell in cells.Split((byte)','))
        {
            if (place-- == 0)
                return cells[cell];
        }

        return default;
    }

    /// <summary>Returns the length of what was taken.</summary>
    private static int TakeAll<TSink>(byte[][] names, ReadOnlySpan<byte> cells, ref TSink sink)
        where TSink : ICellSink, allows ref struct
    {
        var rest = cells;
        foreach (var name in names)
        {
            var end = rest.IndexOf((byte)',');
            sink.Take(name, end < 0 ? rest : rest[..end]);
            rest = end < 0 ? default : rest[(end + 1)..];
        }

        return cells.Length - rest.Length;
    }

    // "filterlog: 53,…", "filterlog[97530]: 146,…", "filterlog 69805 - [meta sequenceId="1"] 10,…".
    private static ReadOnlySpan<byte> CellsOf(ReadOnlySpan<byte> line)
    {
        var at = line.IndexOf("filterlog"u8);
        if (at < 0)
            return default;
        var rest = line[at..];
        var comma = rest.IndexOf((byte)',');
        var blank = comma < 0 ? -1 : rest[..comma].LastIndexOf((byte)' ');
        return blank < 0 ? default : rest[(blank + 1)..];
    }
}
