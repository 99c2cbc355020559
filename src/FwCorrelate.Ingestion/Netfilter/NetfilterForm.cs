// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using FwCorrelate.Ingestion.Mapped;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.Netfilter;

/// <summary>
/// A packet in the kernel's log: <c>… kernel: [uptime] PREFIX IN=eth0 OUT= … SRC=… DST=… LEN=… PROTO=TCP SPT=… DPT=… SYN URGP=0</c>. The
/// prefix is free text and may touch <c>IN=</c>; what stands in brackets behind is the packet that an ICMP error tells of, and <c>LEN</c>
/// appears again for UDP: the first counts.
/// </summary>
internal sealed class NetfilterForm : LineForm
{
    private static readonly SearchValues<byte> Uptime = SearchValues.Create(" .0123456789"u8);
    private static readonly byte[] In = "IN="u8.ToArray();

    /// <summary>Other lines of the kernel's log are no packets.</summary>
    public override bool IsHeader(ReadOnlySpan<byte> line) => StartOf(line) < 0;

    public override bool Recognises(ReadOnlySpan<byte> head)
    {
        foreach (var line in TextHead.Lines(head))
        {
            if (line[0] is not ((byte)'{' or (byte)'[' or (byte)'"') && StartOf(line) >= 0)
                return true;
        }

        return false;
    }

    public override string? Cut<TSink>(ReadOnlySpan<byte> line, ref TSink sink)
    {
        var start = StartOf(line);
        if (start < 0)
            return $"the line '{Excerpt.Of(line)}' tells no packet, expected IN=, OUT=, SRC= and DST=";
        var syslog = SyslogLine.Cut(line[..start]);
        sink.Take("stamp"u8, syslog.Stamp);
        sink.Take("host"u8, syslog.Host.SequenceEqual("kernel:"u8) ? default : syslog.Host);
        sink.Take("prefix"u8, PrefixOf(syslog.Rest));
        var packet = line[start..];
        if (packet.IndexOf(" ["u8) is var inner and > 0)
            packet = packet[..inner];
        TakePairs(packet, ref sink);
        if (packet.IndexOf(" RES="u8) is var reserved and >= 0 && packet.IndexOf(" URGP="u8) is var urgent && urgent > reserved)
            sink.Take("flags"u8, packet[(reserved + 1)..urgent]);
        return null;
    }

    private static void TakePairs<TSink>(ReadOnlySpan<byte> packet, ref TSink sink)
        where TSink : ICellSink, allows ref struct
    {
        var hasLength = false;
        foreach (var word in packet.Split((byte)' '))
        {
            var pair = packet[word];
            var sign = pair.IndexOf((byte)'=');
            if (sign <= 0 || (hasLength && pair.StartsWith("LEN="u8)))
                continue;
            hasLength |= pair.StartsWith("LEN="u8);
            sink.Take(pair[..sign], pair[(sign + 1)..]);
        }
    }

    // "kernel: [ 203.842973] IPTABLES-DROP: ": the number is the time since the machine started.
    private static ReadOnlySpan<byte> PrefixOf(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf("kernel:"u8) is var kernel and >= 0)
            text = text[(kernel + 7)..].TrimStart((byte)' ');
        if (text is [(byte)'[', ..] && text.IndexOf((byte)']') is var close and > 0 && !text[1..close].ContainsAnyExcept(Uptime))
            text = text[(close + 1)..];
        return text.Trim(" :"u8);
    }

    private static int StartOf(ReadOnlySpan<byte> line)
    {
        var start = line.IndexOf(In);
        return start >= 0 && line[start..].IndexOf(" OUT="u8) > 0 && line[start..].IndexOf(" SRC="u8) > 0
            && line[start..].IndexOf(" DST="u8) > 0 ? start : -1;
    }
}
