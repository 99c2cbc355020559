// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Network;

namespace FwCorrelate.Ingestion.Text;

/// <summary>
/// Who a request goes to, as proxies write it: a URL, the <c>host:port</c> of a CONNECT (RFC 9110, section 9.3.6), or a bare host. Nothing
/// is looked up.
/// </summary>
internal static class AuthorityText
{
    private const ushort HttpPort = 80;
    private const ushort HttpsPort = 443;

    /// <summary>An address with its port, <c>192.0.2.1:80</c> or <c>[2001:db8::1]:80</c>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out HostAddress address, out ushort port)
    {
        Split(text, out var host, out port);
        return HostAddress.TryParse(host, out address);
    }

    /// <summary>The port that a URL or an authority tells; else the one that its scheme is used with; else 0.</summary>
    public static ushort PortOf(ReadOnlySpan<byte> text)
    {
        var authority = AuthorityOf(text, out var schemePort);
        Split(authority, out _, out var port);
        return port != 0 ? port : schemePort;
    }

    /// <summary>The address, where it stands in the place of a name; else none.</summary>
    public static HostAddress AddressOf(ReadOnlySpan<byte> text) => HostAddress.TryParse(HostOf(text), out var address) ? address : default;

    /// <summary>The host of a URL or of an authority, without user, port and brackets; empty where there is none.</summary>
    public static ReadOnlySpan<byte> HostOf(ReadOnlySpan<byte> text)
    {
        Split(AuthorityOf(text, out _), out var host, out _);
        return host;
    }

    private static ReadOnlySpan<byte> AuthorityOf(ReadOnlySpan<byte> text, out ushort schemePort)
    {
        schemePort = 0;
        var scheme = text.IndexOf("://"u8);
        if (scheme >= 0)
        {
            schemePort = System.Text.Ascii.EqualsIgnoreCase(text[..scheme], "https"u8)
                || System.Text.Ascii.EqualsIgnoreCase(text[..scheme], "wss"u8) ? HttpsPort
                : System.Text.Ascii.EqualsIgnoreCase(text[..scheme], "http"u8)
                || System.Text.Ascii.EqualsIgnoreCase(text[..scheme], "ws"u8) ? HttpPort : (ushort)0;
            text = text[(scheme + 3)..];
        }

        var end = text.IndexOfAny((byte)'/', (byte)'?', (byte)'#');
        if (end >= 0)
            text = text[..end];
        var user = text.LastIndexOf((byte)'@');
        return user < 0 ? text : text[(user + 1)..];
    }

    private static void Split(ReadOnlySpan<byte> authority, out ReadOnlySpan<byte> host, out ushort port)
    {
        port = 0;
        host = authority;
        if (authority is [(byte)'[', ..] && authority.IndexOf((byte)']') is var close and > 0)
        {
            host = authority[1..close];
            port = authority[(close + 1)..] is [(byte)':', .. var behind]
                && Utf8Number.TryParse(behind, out ushort told) ? told : (ushort)0;
            return;
        }

        var colon = authority.LastIndexOf((byte)':');
        if (colon < 0 || authority[..colon].Contains((byte)':') || !Utf8Number.TryParse(authority[(colon + 1)..], out port))
            return;
        host = authority[..colon];
    }
}
