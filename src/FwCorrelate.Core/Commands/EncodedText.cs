// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace FwCorrelate.Commands;

/// <summary>
/// Texts that stand in a command encoded, for a program to decode and run: base64 (RFC 4648, sections 4 and 5) and hexadecimal, also of
/// gzip (RFC 1952) or zlib (RFC 1950) data; escapes of <c>printf</c>, <c>echo -e</c> and <c>$'…'</c>; percent-encoding (RFC 3986); reversed
/// words for <c>rev</c>; and any of these in each other. Bounded in depth, texts and bytes: hostile text decodes to as much as its author
/// likes.
/// </summary>
internal static partial class EncodedText
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly string[] DecoderWords =
    [
        "base64", "b64decode", "b64d", "xxd", "fromhex", "unhexlify", "encoded", "atob", "buffer.from", "openssl", "codecs.decode",
            "powershell", "pwsh", "decodebytes",
    ];

    private const int LeastLength = 16;
    private const int MostTexts = 64;
    private const int DeepestText = 5;
    private const int MostDecoded = 1 << 20;
    private const int LeastEscapes = 3;

    /// <summary>Share of printable characters from which on decoded bytes are a text.</summary>
    private const double PrintableShare = 0.95;

    /// <summary>A text that was decoded.</summary>
    /// <param name="IsProgram">Whether it was packed as a whole, as programs are to be run; else it is the same command, written
    /// plainly.</param>
    internal readonly record struct Decoded(string Text, bool IsProgram);

    /// <summary>Texts that the command may decode and run, those within others too.</summary>
    public static IReadOnlyList<Decoded> In(string command)
    {
        var found = new List<Decoded>();
        var left = MostDecoded;
        Collect(command, isProgram: false, found, ref left, 0);
        return found;
    }

    private static void Collect(string text, bool isProgram, List<Decoded> found, ref int left, int depth)
    {
        if (depth >= DeepestText)
            return;
        foreach (var decoded in Decode(text, depth))
        {
            if (found.Count >= MostTexts || decoded.Text.Length > left)
                return;
            left -= decoded.Text.Length;
            if (decoded.Text == text || found.Exists(f => f.Text == decoded.Text))
                continue;
            found.Add(decoded with { IsProgram = isProgram || decoded.IsProgram });
            Collect(decoded.Text, isProgram || decoded.IsProgram, found, ref left, depth + 1);
        }
    }

    private static IEnumerable<Decoded> Decode(string text, int depth)
    {
        // What was decoded to be decoded again (base64 of base64) need not name a decoder itself: it is one run.
        if (MayDecode(text) || (depth > 0 && Runs().Match(text.Trim()).Length == text.Trim().Length))
        {
            foreach (Match run in Runs().Matches(Joined(text)))
            {
                if (run.Length >= LeastLength && TextOf(run.ValueSpan) is { } decoded)
                    yield return new Decoded(decoded, IsProgram: true);
            }
        }

        if (Escapes().Count(text) >= LeastEscapes)
            yield return new Decoded(Escapes().Replace(text, m => Unescaped(m.ValueSpan)), Runners().IsMatch(text));
        if (Percents().Count(text) >= LeastEscapes)
            yield return new Decoded(Uri.UnescapeDataString(text), IsProgram: false);
        if (Reverses().IsMatch(text))
            yield return new Decoded(new string([.. text.Reverse()]), Runners().IsMatch(text));
    }

    /// <summary>Whether anything of the command decodes or runs what is written otherwise.</summary>
    private static bool MayDecode(string command) =>
        Array.Exists(DecoderWords, w => command.Contains(w, StringComparison.OrdinalIgnoreCase));

    // Lines of 76 characters, as base64 prints them, and pieces that a script puts together.
    private static string Joined(string text) => Seams().Replace(text, "");

    private static string? TextOf(ReadOnlySpan<char> run)
    {
        if (Bytes(run) is not { } bytes)
            return null;
        bytes = Inflated(bytes);
        var text = Encoding.UTF8.GetString(bytes);
        if (text.Length > 1 && text[1] == '\0')
            text = Encoding.Unicode.GetString(bytes);
        var printable = text.Count(c => c is '\n' or '\t' or '\r' || (c >= ' ' && c != '\uFFFD' && c < 0x7F));
        return text.Length > 0 && printable >= PrintableShare * text.Length ? text : null;
    }

    private static byte[]? Bytes(ReadOnlySpan<char> run)
    {
        if (run.Length % 2 == 0 && run.IndexOfAnyExcept(HexDigits) < 0)
            return Convert.FromHexString(run);
        var text = run.ToString().Replace('-', '+').Replace('_', '/').TrimEnd('=');
        var padded = text.PadRight(text.Length + ((4 - (text.Length % 4)) % 4), '=');
        var bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, bytes, out var written) ? bytes[..written] : null;
    }

    private static byte[] Inflated(byte[] bytes)
    {
        try
        {
            using var source = new MemoryStream(bytes);
            using Stream? inflating = bytes switch
            {
                [0x1F, 0x8B, ..] => new GZipStream(source, CompressionMode.Decompress),
                [0x78, 0x01 or 0x5E or 0x9C or 0xDA, ..] => new ZLibStream(source, CompressionMode.Decompress),
                _ => null,
            };
            if (inflating is null)
                return bytes;
            var buffer = new byte[MostDecoded];
            return buffer[..inflating.ReadAtLeast(buffer, MostDecoded, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException)
        {
            return bytes;
        }
    }

    // \x41, \u0041, \101, \0101.
    private static string Unescaped(ReadOnlySpan<char> escape)
    {
        var digits = escape[1] is 'x' or 'u' ? escape[2..] : escape[1..];
        var code = 0;
        foreach (var digit in digits)
            code = (code * (escape[1] is 'x' or 'u' ? 16 : 8)) + Convert.ToInt32(digit.ToString(), 16);
        return code is > 0 and < 0xD800 ? ((char)code).ToString() : "";
    }

    [GeneratedRegex("[A-Za-z0-9+/_-]+={0,2}", RegexOptions.NonBacktracking)]
    private static partial Regex Runs();

    [GeneratedRegex(@"\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\0?[0-7]{3}", RegexOptions.NonBacktracking)]
    private static partial Regex Escapes();

    /// <summary>Something that runs what it is given.</summary>
    [GeneratedRegex(@"\|\s*(?:sudo\s+)?(?:[a-z/]*/)?(?:(?:ba|da|z|k|a)?sh|python[0-9.]*|perl|ruby|node|php)\b|\beval\b|\bexec\b|\bsource\b", RegexOptions.NonBacktracking)]
    private static partial Regex Runners();

    [GeneratedRegex("%[0-9A-Fa-f]{2}", RegexOptions.NonBacktracking)]
    private static partial Regex Percents();

    [GeneratedRegex(@"\|\s*rev\b|\[::-1\]", RegexOptions.NonBacktracking)]
    private static partial Regex Reverses();

    /// <summary>What stands between the lines of one base64 text, and between quoted pieces that are put together.</summary>
    [GeneratedRegex("""(?<=[A-Za-z0-9+/]{40})\r?\n(?=[A-Za-z0-9+/=]+)|["']\s*\+?\s*\\?\r?\n?\s*["'](?=[A-Za-z0-9+/])""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Seams();
}
