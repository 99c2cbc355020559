// SPDX-License-Identifier: Apache-2.0
using System.Text;
using CsCheck;

namespace FwCorrelate.Fuzzing;

/// <summary>One change of a text.</summary>
/// <param name="Kind">Which one, see <see cref="Mutator"/>.</param>
internal readonly record struct Mutation(int Kind, uint Place, uint Length, uint Choice);

/// <summary>
/// Changes texts as their structure suggests: bytes and pieces, but also lines, values between marks, and tokens that break parsers (halves
/// of surrogate pairs, nesting, numbers beyond any type, quotes, containers' magic numbers). The same mutations give the same bytes.
/// </summary>
internal static class Mutator
{
    private const int Kinds = 14;
    private const int MostBytes = 1 << 16;

    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "\\ud800", "\\udc00\\ud800", "\"", "\\\"", "\\", "{", "}", "[", "]", ":", ",", "null", "true", "-1", "0", "1e400", "-1e-400",
                "9223372036854775808", "18446744073709551616", "1.7976931348623157E+309",
            "99999999999999999999999999", "4294967296", "65536", "{}", "[]", "\"\"",
                "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "{\"a\":{\"a\":{\"a\":{\"a\":", "\r", "\r\n",
                "\n", "\n\n", "\t", " ", "\u0085",
            "\u2028", "\uFEFF", "\uFFFD", "\0", "'", "''", "\"\"\"", "-", "- ", "---\n", "...\n", ": ", "? ", "&a ", "*a", "!!", "!<", "|",
                ">", "%", "%YAML 9\n", "<<: ", "~", "@", "`", "#", "$", "${", "$(", "&&", "|", ";", "<<EOF\n",
            "2026-02-30T25:61:61Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z", "2026-10-25 02:30:00", "+99:99", "::1",
                "::ffff:1.2.3.4", "fe80::1%eth0", "0.0.0.0", "255.255.255.256", "10.0.0.0/33", "/", "..", "*", "**",
            "start", "version account-id", "\"resourceSpans\"", "\"_source\"", "\"event\"", "\"message\"", "\"event.original\"",
                "re: '(a+)+$'", "contains|all|base64offset", "1 of them and not all of sel*", "\u202e", "\ud83d\ude00",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xFE, 0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0x1F, 0x8B, 8], [0x28, 0xB5, 0x2F,
            0xFD], [0x80],
    ];

    private static readonly byte[] Marks = " ,:;=\"'{}[]()\n\t|"u8.ToArray();

    /// <summary>A few mutations at a time: one alone seldom gets past the first check, many are noise.</summary>
    public static Gen<Mutation[]> Mutations { get; } =
        Gen.Select(Gen.Int[0, Kinds - 1], Gen.UInt, Gen.UInt, Gen.UInt, (kind, place, length, choice) => new Mutation(kind, place, length,
            choice)).Array[1, 6];

    /// <param name="other">Another text of the same kind, of which pieces are taken.</param>
    public static byte[] Apply(byte[] text, byte[] other, IEnumerable<Mutation> mutations)
    {
        var bytes = new List<byte>(text);
        foreach (var mutation in mutations)
        {
            Apply(bytes, other, mutation);
            if (bytes.Count > MostBytes)
                bytes.RemoveRange(MostBytes, bytes.Count - MostBytes);
        }

        return [.. bytes];
    }

    private static void Apply(List<byte> bytes, byte[] other, Mutation m)
    {
        var at = (int)(m.Place % (uint)(bytes.Count + 1));
        var length = (int)Math.Min(m.Length % 64, (uint)(bytes.Count - at));
        switch (m.Kind)
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << (int)(m.Choice % 8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)m.Choice;
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 4:
                bytes.InsertRange(at, Tokens[m.Choice % (uint)Tokens.Length]);
                break;
            case 5 or 6 or 7:
                ReplaceValue(bytes, at, Tokens[m.Choice % (uint)Tokens.Length]);
                break;
            case 8:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 9:
                InsertPiece(bytes, at, other, m);
                break;
            case 10:
                Repeat(bytes, at, length, (int)(m.Choice % 300));
                break;
            case 11:
                SwapLines(bytes, m);
                break;
            case 12:
                ReplaceValue(bytes, at, PieceOf(other, m));
                break;
            default:
                bytes.InsertRange(at, Enumerable.Repeat(Marks[m.Choice % (uint)Marks.Length], (int)(m.Length % 200)));
                break;
        }
    }

    /// <summary>What stands between two marks around a place.</summary>
    private static void ReplaceValue(List<byte> bytes, int at, byte[] value)
    {
        var (start, end) = Around(bytes, at);
        bytes.RemoveRange(start, end - start);
        bytes.InsertRange(start, value);
    }

    private static (int Start, int End) Around(IReadOnlyList<byte> bytes, int at)
    {
        var (start, end) = (at, at);
        while (start > 0 && Array.IndexOf(Marks, bytes[start - 1]) < 0)
            start--;
        while (end < bytes.Count && Array.IndexOf(Marks, bytes[end]) < 0)
            end++;
        return (start, end);
    }

    private static byte[] PieceOf(byte[] other, Mutation m)
    {
        var (start, end) = Around(other, (int)(m.Choice % (uint)(other.Length + 1)));
        return other[start..end];
    }

    private static void InsertPiece(List<byte> bytes, int at, byte[] other, Mutation m)
    {
        var start = (int)(m.Choice % (uint)(other.Length + 1));
        bytes.InsertRange(at, other.AsSpan(start, (int)Math.Min(m.Length % 400, (uint)(other.Length - start))).ToArray());
    }

    private static void Repeat(List<byte> bytes, int at, int length, int count)
    {
        var piece = bytes.GetRange(at, Math.Min(length, 16));
        for (var i = 0; i < count; i++)
            bytes.InsertRange(at, piece);
    }

    private static void SwapLines(List<byte> bytes, Mutation m)
    {
        var lines = Encoding.Latin1.GetString([.. bytes]).Split('\n');
        var (a, b) = (m.Place % (uint)lines.Length, m.Choice % (uint)lines.Length);
        (lines[a], lines[b]) = (lines[b], lines[a]);
        bytes.Clear();
        bytes.AddRange(Encoding.Latin1.GetBytes(string.Join('\n', lines)));
    }
}
