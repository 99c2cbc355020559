// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Ingestion.Mapped;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.PaloAlto;

/// <summary>
/// Cells known by their places, the same in all versions, which add cells at the end only; a cell in quotes may hold commas. What a traffic
/// log counts stands where a threat log tells the threat.
/// </summary>
internal sealed class PanOsForm : LineForm
{
    private const string Head = ",receive_time,serial,type,subtype,,time_generated,src,dst,natsrc,natdst,rule,srcuser,dstuser,app,vsys,from,to,inbound_if,outbound_if,logset,,sessionid,repeatcnt,"
        + "sport,dport,natsport,natdport,flags,proto,action";

    private const string OfTraffic = ",bytes,bytes_sent,bytes_received,packets,start,elapsed,category,,seqno,actionflags,srcloc,dstloc,,pkts_sent,pkts_received,session_end_reason";
    private const string OfThreats = ",misc,threatid,category,severity,direction,seqno,actionflags,srcloc,dstloc";

    private static readonly byte[][] Traffic = Cells(Head + OfTraffic);
    private static readonly byte[][] Threat = Cells(Head + OfThreats);

    /// <summary>The names of the cells, as the family's Painless names them.</summary>
    public static IReadOnlyList<(string Name, string Value)> Names { get; } =
        [("Head", Head), ("Traffic", OfTraffic), ("Threat", OfThreats)];

    public override bool Recognises(ReadOnlySpan<byte> head)
    {
        foreach (var line in TextHead.Lines(head))
        {
            if (line[0] != (byte)'{' && TypeOf(line) is { IsEmpty: false } && line.Count((byte)',') > 30)
                return true;
        }

        return false;
    }

    /// <summary>Logs of other kinds (SYSTEM, CONFIG, …) come in the same stream.</summary>
    public override bool IsHeader(ReadOnlySpan<byte> line) => TypeOf(line).IsEmpty && line.Count((byte)',') > 5;

    public override string? Cut<TSink>(ReadOnlySpan<byte> line, ref TSink sink)
    {
        var type = TypeOf(line);
        if (type.IsEmpty)
            return $"the line '{Excerpt.Of(line)}' is no log of PAN-OS, expected TRAFFIC or THREAT in its fourth cell";
        var rest = line;
        foreach (var name in type.SequenceEqual("THREAT"u8) ? Threat : Traffic)
        {
            if (rest.IsEmpty)
                break;
            var cell = Cell(ref rest);
            if (name.Length > 0)
                sink.Take(name, cell);
        }

        return null;
    }

    private static byte[][] Cells(string names) => [.. names.Split(',').Select(Encoding.UTF8.GetBytes)];

    private static ReadOnlySpan<byte> Cell(scoped ref ReadOnlySpan<byte> rest)
    {
        var isQuoted = rest is [(byte)'"', ..];
        var close = isQuoted ? rest[1..].IndexOf("\","u8) : -1;
        var end = close >= 0 ? close + 2 : rest.IndexOf((byte)',');
        var cell = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return isQuoted ? cell.Trim((byte)'"') : cell;
    }

    private static ReadOnlySpan<byte> TypeOf(ReadOnlySpan<byte> line)
    {
        var rest = line;
        for (var i = 0; i < 3; i++)
        {
            var comma = rest.IndexOf((byte)',');
            if (comma < 0)
                return default;
            rest = rest[(comma + 1)..];
        }

        var end = rest.IndexOf((byte)',');
        var type = end < 0 ? default : rest[..end];
        return type.SequenceEqual("TRAFFIC"u8) || type.SequenceEqual("THREAT"u8) ? type : default;
    }
}
