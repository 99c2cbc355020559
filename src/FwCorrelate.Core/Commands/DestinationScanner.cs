// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Network;

namespace FwCorrelate.Commands;

/// <summary>
/// Finds addresses, patterns of addresses and domains in text, with the ports attached to them. Linear in the text; never fails.
/// </summary>
internal static class DestinationScanner
{
    /// <summary>No decoys push a destination out of sight: a text with more is a list of addresses, which names none of them.</summary>
    private const int DestinationLimit = 64 * 1024;

    public static IEnumerable<DestinationText> Scan(string text, int programPort)
    {
        var found = 0;
        var at = 0;
        while (at < text.Length && found < DestinationLimit)
        {
            if (!IsTokenStart(text, at))
            {
                at++;
                continue;
            }

            if (TryReadIPv4(text, at, programPort, out var destination, out var end)
                || TryReadIPv6(text, at, programPort, out destination, out end)
                || TryReadDomain(text, at, programPort, out destination, out end))
            {
                found++;
                yield return destination!;
                at = end;
            }
            else
            {
                at = EndOfToken(text, at);
            }
        }
    }

    /// <summary>All whole numbers of the text that can be ports.</summary>
    public static IEnumerable<int> Ports(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsAsciiDigit(text[i]) || (i > 0 && (char.IsAsciiLetterOrDigit(text[i - 1]) || text[i - 1] == '.')))
                continue;
            var end = i;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
                end++;
            if (end - i <= 5 && (end == text.Length || (text[end] != '.' && !char.IsAsciiLetter(text[end])))
                && int.Parse(text.AsSpan(i, end - i), CultureInfo.InvariantCulture) is > 0 and <= 65535 and var port)
                yield return port;
            i = end;
        }
    }

    private static bool IsTokenStart(string text, int at) =>
        (char.IsAsciiLetterOrDigit(text[at]) || text[at] is ':' or '[')
            && (at == 0 || !(char.IsAsciiLetterOrDigit(text[at - 1]) || text[at - 1] is '.' or '-' or '_'));

    private static int EndOfToken(string text, int at)
    {
        at++;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '.' or '-' or '_'))
            at++;
        return at;
    }

    private static bool TryReadIPv4(string text, int start, int programPort, out DestinationText? destination, out int end)
    {
        destination = null;
        end = start;
        Span<int> octets = stackalloc int[4];
        for (var i = 0; i < 4; i++)
        {
            if (i > 0 && (end >= text.Length || text[end++] != '.'))
                return false;
            if (!TryReadOctet(text, ref end, i >= 2, out octets[i]))
                return false;
        }

        if (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'
            || (text[end] == '.' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]))))
            return false;
        var exact = octets.IndexOf(-1) < 0;
        AddressPrefix? block = null;
        var socket = IsBashSocket(text, start);
        var written = end;
        if (exact)
            block = ReadBlock(text, start, socket, ref written);
        var port = AttachedPort(text, written, socket);
        var implied = ImpliedPort(text, start, programPort);
        destination = new DestinationText(text[start..written], block, exact ? [] : octets.ToArray(), "", port, implied);
        end = written;
        return true;
    }

    private static AddressPrefix? ReadBlock(string text, int start, bool socket, ref int end)
    {
        var address = AddressPrefix.TryParse(text.AsSpan(start, end - start), out var single) ? single : (AddressPrefix?)null;
        if (socket || end >= text.Length || text[end] != '/')
            return address;
        var digits = end + 1;
        while (digits < text.Length && char.IsAsciiDigit(text[digits]))
            digits++;
        if (digits == end + 1 || digits - end > 3
            || (digits < text.Length && (char.IsAsciiLetterOrDigit(text[digits]) || text[digits] is '/' or '.')))
            return address;
        if (!AddressPrefix.TryParse(text.AsSpan(start, digits - start), out var block))
            return address;
        end = digits;
        return block;
    }

    /// <summary>A number to 255, or - where allowed - a variable, a range, a list or a star: the last octets of a sweep.</summary>
    private static bool TryReadOctet(string text, ref int at, bool allowPattern, out int octet)
    {
        octet = -1;
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        if (at > start)
        {
            if (at - start > 3)
                return false;
            octet = int.Parse(text.AsSpan(start, at - start), CultureInfo.InvariantCulture);
            if (octet > 255)
                return false;
            if (allowPattern && at + 1 < text.Length && text[at] == '-' && char.IsAsciiDigit(text[at + 1]))
                return TryReadRange(text, ref at, out octet);
            return true;
        }

        return allowPattern && at < text.Length && TryReadVariable(text, ref at);
    }

    /// <summary>nmap's <c>10.8.0.1-254</c>.</summary>
    private static bool TryReadRange(string text, ref int at, out int octet)
    {
        octet = -1;
        at++;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        return true;
    }

    private static bool TryReadVariable(string text, ref int at)
    {
        switch (text[at])
        {
            case '*':
                at++;
                return true;
            case '%' when at + 1 < text.Length && text[at + 1] is 'd' or 's' or 'i':
                at += 2;
                return true;
            case '{' or '[':
                return TryReadBracketed(text, ref at, text[at] == '{' ? '}' : ']');
            case '$' when at + 1 < text.Length && text[at + 1] == '{':
                at++;
                return TryReadBracketed(text, ref at, '}');
            case '$':
                var name = ++at;
                while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_'))
                    at++;
                return at > name;
            default:
                return false;
        }
    }

    private static bool TryReadBracketed(string text, ref int at, char closer)
    {
        var end = text.IndexOf(closer, at, Math.Min(40, text.Length - at));
        if (end < 0)
            return false;
        at = end + 1;
        return true;
    }

    private static bool TryReadIPv6(string text, int start, int programPort, out DestinationText? destination, out int end)
    {
        destination = null;
        var bracketed = text[start] == '[';
        var from = bracketed ? start + 1 : start;
        end = from;
        while (end < text.Length && (char.IsAsciiHexDigit(text[end]) || text[end] is ':' or '.') && end - from < 46)
            end++;
        var token = text.AsSpan(from, end - from);

        // "::" is no destination, and stands in many texts that name none.
        if (token is "::" || token.Count(':') < 2 || !HostAddress.TryParse(token, out var address) || address.IsIPv4)
            return false;
        if (bracketed && end < text.Length && text[end] == ']')
            end++;
        var port = bracketed ? AttachedPort(text, end, socket: false) : DestinationText.NoPort;
        destination = new DestinationText(
            token.ToString(), AddressPrefix.Single(address), [], "", port, ImpliedPort(text, start, programPort));
        return true;
    }

    private static bool TryReadDomain(string text, int start, int programPort, out DestinationText? destination, out int end)
    {
        destination = null;
        end = EndOfToken(text, start);
        var token = text.AsSpan(start, end - start).TrimEnd('.').TrimEnd('-');
        var dot = token.LastIndexOf('.');
        if (dot < 1 || token.Length - dot < 3 || token.Length > 253 || token.IndexOf('_') >= 0
            || token[(dot + 1)..].IndexOfAnyExceptInRange('A', 'z') >= 0)
            return false;
        end = start + token.Length;
        destination = new DestinationText(
            token.ToString(), null, [], token.ToString()
                .ToLowerInvariant(), AttachedPort(text, end, IsBashSocket(text, start)), ImpliedPort(text, start, programPort));
        return true;
    }

    private static bool IsBashSocket(string text, int start) =>
        start >= 9 && text.AsSpan(start - 9, 9) is "/dev/tcp/" or "/dev/udp/";

    /// <summary>
    /// The port after an address: <c>:3333</c>, <c>/3333</c> in bash's sockets, <c>", 3333</c> in code, or the next word of a command.
    /// </summary>
    private static int AttachedPort(string text, int at, bool socket)
    {
        var separated = false;
        while (at < text.Length && text[at] is '"' or '\'' or ',' or ' ' or '\t')
        {
            separated = true;
            at++;
        }

        if (at >= text.Length)
            return DestinationText.NoPort;
        if (!separated)
        {
            if (text[at] != ':' && !(socket && text[at] == '/'))
                return DestinationText.NoPort;
            at++;
        }

        if (at < text.Length && text[at] is '$' or '{')
            return separated ? DestinationText.NoPort : DestinationText.AnyPort;
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        return at - start is > 0 and <= 5 && (at == text.Length || !(char.IsAsciiLetter(text[at]) || text[at] == '.'))
            && int.Parse(text.AsSpan(start, at - start), CultureInfo.InvariantCulture) is > 0 and <= 65535 and var port
            ? port
            : DestinationText.NoPort;
    }

    private static int ImpliedPort(string text, int start, int programPort)
    {
        var before = text.AsSpan(0, start);
        // user@host: the scheme stands before the user.
        if (before.EndsWith("@"))
        {
            var slash = before.LastIndexOf("//");
            if (slash >= 0 && before[slash..].IndexOfAny(' ', '\n') < 0)
                before = before[..(slash + 2)];
        }

        return before switch
        {
            _ when before.EndsWith("http://", StringComparison.OrdinalIgnoreCase) => 80,
            _ when before.EndsWith("https://", StringComparison.OrdinalIgnoreCase) => 443,
            _ when before.EndsWith("ssh://", StringComparison.OrdinalIgnoreCase)
                || before.EndsWith("sftp://", StringComparison.OrdinalIgnoreCase) => 22,
            _ when before.EndsWith("ftp://", StringComparison.OrdinalIgnoreCase) => 21,
            _ when before.EndsWith("git://", StringComparison.OrdinalIgnoreCase) => 9418,
            _ when before.EndsWith("redis://", StringComparison.OrdinalIgnoreCase) => 6379,
            _ => programPort,
        };
    }
}
