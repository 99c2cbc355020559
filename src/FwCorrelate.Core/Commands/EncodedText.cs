// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace FwCorrelate.Commands;

/// <summary>
/// Texts that stand in a command encoded, for a program to decode and run: base64 (RFC 4648, sections 4 and 5) and hexadecimal, also of
/// gzip (RFC 1952) or zlib (RFC 1950) data. Bounded: hostile text decodes to as much as its author likes.
/// </summary>
internal static partial class EncodedText
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");
    private const int LeastLength = 16;
    private const int MostTexts = 16;
    private const int MostDecoded = 1 << 20;

    /// <summary>Share of printable characters from which on decoded bytes are a text.</summary>
    private const double PrintableShare = 0.95;

    /// <summary>Texts that the command may decode and run; at most a few, so that a long command costs no more than its reading.</summary>
    public static IEnumerable<string> In(string command) => MayDecode(command) ? Decode(command).Take(MostTexts) : [];

    private static IEnumerable<string> Decode(string command)
    {
        foreach (Match run in Runs().Matches(command))
        {
            if (run.Length >= LeastLength && TextOf(run.ValueSpan) is { } text)
                yield return text;
        }
    }

    /// <summary>Whether anything of the command decodes or runs what is written otherwise.</summary>
    private static bool MayDecode(string command) =>
        command.Contains("base64", StringComparison.Ordinal) || command.Contains("b64decode", StringComparison.Ordinal)
        || command.Contains("xxd", StringComparison.Ordinal) || command.Contains("fromhex", StringComparison.Ordinal)
        || command.Contains("unhexlify", StringComparison.Ordinal) || command.Contains("Encoded", StringComparison.OrdinalIgnoreCase);

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

    [GeneratedRegex("[A-Za-z0-9+/_-]+={0,2}", RegexOptions.NonBacktracking)]
    private static partial Regex Runs();
}
