// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Text;

/// <summary>
/// What stands before a message in a line of syslog: RFC 3164 (<c>&lt;13&gt;Jun 8 14:34:33 host tag: …</c>, with a year where a device
/// writes one), RFC 5424 (<c>&lt;13&gt;1 2026-06-08T14:34:33Z host app 1 - [data] …</c>), or an ISO 8601 stamp and the host. Where a part
/// is missing it is empty.
/// </summary>
internal readonly ref struct SyslogLine
{
    private const int LongestPriority = 5;

    private SyslogLine(ReadOnlySpan<byte> stamp, ReadOnlySpan<byte> host, ReadOnlySpan<byte> rest)
    {
        Stamp = stamp;
        Host = host;
        Rest = rest;
    }

    public ReadOnlySpan<byte> Stamp { get; }

    public ReadOnlySpan<byte> Host { get; }

    /// <summary>Tag and message.</summary>
    public ReadOnlySpan<byte> Rest { get; }

    public static SyslogLine Cut(ReadOnlySpan<byte> line)
    {
        var rest = line;
        if (rest is [(byte)'<', ..] && rest.IndexOf((byte)'>') is var end and > 0 and <= LongestPriority)
            rest = rest[(end + 1)..];
        if (rest.StartsWith("1 "u8))
            return OfVersionOne(rest[2..]);
        var stamp = StampOf(rest);
        rest = rest[stamp.Length..].TrimStart((byte)' ');
        var host = rest.IndexOf((byte)' ') is var blank and > 0 && rest[blank - 1] != (byte)':'
            && !rest[..blank].ContainsAny("=,["u8) ? rest[..blank] : default;
        return new SyslogLine(stamp, host, rest[host.Length..].TrimStart((byte)' '));
    }

    private static SyslogLine OfVersionOne(ReadOnlySpan<byte> rest)
    {
        var stamp = Word(ref rest);
        var host = Word(ref rest);
        return new SyslogLine(stamp, host, rest);
    }

    private static ReadOnlySpan<byte> Word(scoped ref ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)' ');
        var word = end < 0 ? text : text[..end];
        text = end < 0 ? default : text[(end + 1)..];
        return word;
    }

    private static ReadOnlySpan<byte> StampOf(ReadOnlySpan<byte> text)
    {
        if (text.Length > 15 && MonthNames.NumberOf(text[..3]) > 0)
        {
            // "Apr 17 2020 14:08:08" has a year.
            var length = text[6] == (byte)' ' && text.Length > 20 && text[11] == (byte)' ' && text[14] == (byte)':' ? 20 : 15;
            return text[..length].TrimEnd(" :"u8);
        }

        return text.Length >= 19 && text[4] == (byte)'-'
            && text[13] == (byte)':' ? text[..(text.IndexOf((byte)' ') is var blank and > 0 ? blank : text.Length)] : default;
    }
}
