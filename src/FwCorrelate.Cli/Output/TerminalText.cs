// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Globalization;
using System.Text;
using FwCorrelate.Redaction;

namespace FwCorrelate.Cli.Output;

/// <summary>
/// The one gate through which text of logs, traces, rules and file names reaches a terminal. What could move the cursor, change
/// colours, hide or reorder text becomes visible: ESC as <c>&lt;U+001B&gt;</c>, a bidi override as <c>&lt;U+202E&gt;</c>.
/// </summary>
internal static class TerminalText
{
    private static readonly SearchValues<char> PrintableAscii =
        SearchValues.Create([.. Enumerable.Range(0x20, 0x7F - 0x20).Select(c => (char)c)]);

    /// <summary>The text on one line with every character that is not itself on a terminal spelt out.</summary>
    public static string Escape(string? text) =>
        Escape(text, static (escaped, value) => escaped.Append(CultureInfo.InvariantCulture, $"<U+{value:X4}>"));

    /// <summary>A text of several lines on one line, whose breaks are shown as such, cut like <see cref="Escape(string?, int)"/>.</summary>
    public static string EscapeLines(string text, int length) =>
        Escape(string.Join(" \u21B5 ", text.TrimEnd('\r', '\n').Split('\n').Select(l => l.TrimEnd('\r'))), length);

    /// <summary>
    /// A line of JSON whose hidden characters stand as JSON escapes (RFC 8259, section 7): the same document. Its line end stays.
    /// </summary>
    public static string EscapeJson(string line)
    {
        var content = line.TrimEnd('\n');
        return Escape(content, static (escaped, value) =>
        {
            if (value > char.MaxValue)
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{0xD7C0 + (value >> 10):X4}\\u{0xDC00 + (value & 0x3FF):X4}");
            else
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{value:X4}");
        }) + line[content.Length..];
    }

    /// <summary>The same, cut to at most <paramref name="length"/> characters with an ellipsis.</summary>
    public static string Escape(string? text, int length)
    {
        var escaped = Escape(text);
        if (escaped.Length <= length)
            return escaped;
        var cut = char.IsHighSurrogate(escaped[length - 2]) ? length - 2 : length - 1;
        return escaped[..cut] + "…";
    }

    private static string Escape(string? text, Action<StringBuilder, int> appendCode)
    {
        if (string.IsNullOrEmpty(text) || !text.AsSpan().ContainsAnyExcept(PrintableAscii))
            return text ?? "";
        var escaped = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune))
            {
                appendCode(escaped, text[i++]); // half of a surrogate pair
                continue;
            }

            if (HiddenCharacters.Contain(rune))
                appendCode(escaped, rune.Value);
            else
                escaped.Append(text, i, rune.Utf16SequenceLength);
            i += rune.Utf16SequenceLength;
        }

        return escaped.ToString();
    }
}
