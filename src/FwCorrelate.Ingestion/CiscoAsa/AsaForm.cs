// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Ingestion.Mapped;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.CiscoAsa;

/// <summary>
/// Messages <c>%ASA-6-302013: Built outbound TCP connection 7 for outside:A/p (A/p) to inside:B/p (B/p)</c> and their like. What stands
/// behind <c>for</c> and <c>to</c> is not who opened: of an outbound connection it is the second, of an inbound one the first; mapped
/// addresses stand in brackets. Other messages are passed over.
/// </summary>
internal sealed class AsaForm : LineForm
{
    public override bool IsHeader(ReadOnlySpan<byte> line) => IdOf(line, out _) is var id && !IsConnection(id) && !IsDenial(id);

    public override bool Recognises(ReadOnlySpan<byte> head)
    {
        foreach (var line in TextHead.Lines(head))
        {
            if (line[0] != (byte)'{' && !IdOf(line, out _).IsEmpty)
                return true;
        }

        return false;
    }

    public override string? Cut<TSink>(ReadOnlySpan<byte> line, ref TSink sink)
    {
        var id = IdOf(line, out var message);
        if (id.IsEmpty)
            return $"the line '{Excerpt.Of(line)}' is no message of an ASA or FTD";
        var syslog = SyslogLine.Cut(line[..(line.IndexOf((byte)'%'))]);
        sink.Take("stamp"u8, syslog.Stamp);
        sink.Take("host"u8, syslog.Host.TrimEnd((byte)':'));
        sink.Take("message_id"u8, id);
        var rest = message.TrimStart((byte)' ');
        sink.Take("verb"u8, id.SequenceEqual("106100"u8) ? Behind(rest, "access-list "u8, 1) : WordAt(rest, 0));
        if (id.SequenceEqual("106100"u8))
            TakeAccessList(rest, ref sink);
        else if (IsDenial(id))
            TakeDenial(rest, ref sink);
        else
            TakeConnection(rest, ref sink);
        return null;
    }

    // "access-list acl permitted tcp inside/10.0.0.1(1234) -> outside/192.0.2.1(80) hit-cnt 1 …"
    private static void TakeAccessList<TSink>(ReadOnlySpan<byte> text, ref TSink sink)
        where TSink : ICellSink, allows ref struct
    {
        sink.Take("access_list"u8, WordAt(text, 1));
        sink.Take("protocol"u8, WordAt(text, 3));
        TakeEnd(WordAt(text, 4), (byte)'/', (byte)'(', "source"u8, "source_interface"u8, ref sink);
        TakeEnd(Behind(text, "-> "u8, 0), (byte)'/', (byte)'(', "destination"u8, "destination_interface"u8, ref sink);
    }

    // "Deny tcp src dmz:10.0.0.1/6316 dst outside:192.0.2.1/53 by access-group "acl" …"
    private static void TakeDenial<TSink>(ReadOnlySpan<byte> text, ref TSink sink)
        where TSink : ICellSink, allows ref struct
    {
        sink.Take("protocol"u8, WordAt(text, 1));
        TakeEnd(Behind(text, " src "u8, 0), (byte)':', (byte)'/', "source"u8, "source_interface"u8, ref sink);
        TakeEnd(Behind(text, " dst "u8, 0), (byte)':', (byte)'/', "destination"u8, "destination_interface"u8, ref sink);
        sink.Take("access_list"u8, Behind(text, " by access-group "u8, 0).Trim((byte)'"'));
    }

    private static void TakeConnection<TSink>(ReadOnlySpan<byte> text, ref TSink sink)
        where TSink : ICellSink, allows ref struct
    {
        var way = WordAt(text, 1);
        var hasWay = way.SequenceEqual("outbound"u8) || way.SequenceEqual("inbound"u8);
        sink.Take("way"u8, hasWay ? way : default);
        sink.Take("protocol"u8, WordAt(text, hasWay ? 2 : 1));
        sink.Take("connection_id"u8, Behind(text, " connection "u8, 0));
        var secondIsSource = way.SequenceEqual("outbound"u8);
        if (text.IndexOf(" faddr "u8) > 0)
        {
            // ICMP: the foreign address, the global and the local one.
            sink.Take(secondIsSource ? "destination"u8 : "source"u8, UpTo(Behind(text, " faddr "u8, 0), (byte)'/'));
            sink.Take(secondIsSource ? "source"u8 : "destination"u8, UpTo(Behind(text, " laddr "u8, 0), (byte)'/'));
            return;
        }

        var first = text.IndexOf(" for "u8) is var at and >= 0 ? text[(at + 5)..] : default;
        var second = first.IndexOf(" to "u8) is var to and >= 0 ? first[(to + 4)..] : default;
        TakeSide(UpTo(first, (byte)' '), MappedOf(first), isSource: !secondIsSource, ref sink);
        TakeSide(UpTo(second, (byte)' '), MappedOf(second), isSource: secondIsSource, ref sink);
        sink.Take("duration"u8, Behind(text, " duration "u8, 0));
        sink.Take("bytes"u8, Behind(text, " bytes "u8, 0));
    }

    private static void TakeSide<TSink>(ReadOnlySpan<byte> end, ReadOnlySpan<byte> mapped, bool isSource, ref TSink sink)
        where TSink : ICellSink, allows ref struct
    {
        TakeEnd(end, (byte)':', (byte)'/', isSource ? "source"u8 : "destination"u8,
            isSource ? "source_interface"u8 : "destination_interface"u8, ref sink);
        if (!mapped.IsEmpty && end.IndexOf(mapped) < 0)
            sink.Take(isSource ? "mapped_source"u8 : "mapped_destination"u8, mapped);
    }

    // Of "outside:192.0.2.1/80(user)": interface, address, port.
    private static void TakeEnd<TSink>(ReadOnlySpan<byte> end, byte behindInterface, byte behindAddress, ReadOnlySpan<byte> name,
        ReadOnlySpan<byte> interfaceName, ref TSink sink)
        where TSink : ICellSink, allows ref struct
    {
        var colon = end.IndexOf(behindInterface);
        sink.Take(interfaceName, colon < 0 ? default : end[..colon]);
        var address = end[(colon + 1)..];
        var slash = address.IndexOf(behindAddress);
        sink.Take(name, slash < 0 ? UpTo(address, (byte)'(') : address[..slash]);
        var port = slash < 0 ? default : address[(slash + 1)..];
        port = port[..(port.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is var stop and >= 0 ? stop : port.Length)];
        sink.Take(name.SequenceEqual("source"u8) ? "source_port"u8 : "destination_port"u8, port);
    }

    private static ReadOnlySpan<byte> MappedOf(ReadOnlySpan<byte> text) =>
        text.IndexOf(" ("u8) is var open and >= 0 && text.IndexOf((byte)' ') == open ? UpTo(text[(open + 2)..], (byte)'/') : default;

    private static bool IsConnection(ReadOnlySpan<byte> id) =>
        id.Length == 6 && id.StartsWith("3020"u8) && id[5] is >= (byte)'0' and <= (byte)'9' && id[4] is (byte)'1' or (byte)'2';

    private static bool IsDenial(ReadOnlySpan<byte> id) => id.SequenceEqual("106023"u8) || id.SequenceEqual("106100"u8);

    // "%ASA-6-302013: " and "%FTD-6-302013: "; some write the interface's context in between.
    private static ReadOnlySpan<byte> IdOf(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> message)
    {
        message = default;
        var at = line.IndexOf("%ASA-"u8) is var asa and >= 0 ? asa : line.IndexOf("%FTD-"u8);
        var colon = at < 0 ? -1 : line[at..].IndexOf((byte)':');
        if (colon < 0)
            return default;
        message = line[(at + colon + 1)..];
        var head = line.Slice(at, colon);
        return head[(head.LastIndexOf((byte)'-') + 1)..];
    }

    private static ReadOnlySpan<byte> WordAt(ReadOnlySpan<byte> text, int place)
    {
        foreach (var word in text.Split((byte)' '))
        {
            if (place-- == 0)
                return text[word];
        }

        return default;
    }

    private static ReadOnlySpan<byte> Behind(ReadOnlySpan<byte> text, ReadOnlySpan<byte> mark, int place) =>
        text.IndexOf(mark) is var at and >= 0 ? WordAt(text[(at + mark.Length)..], place) : default;

    private static ReadOnlySpan<byte> UpTo(ReadOnlySpan<byte> text, byte end) => text.IndexOf(end) is var at and >= 0 ? text[..at] : text;
}
