// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.Mapped;

/// <summary>Pairs <c>key=value</c> or <c>key="a value"</c> with blanks between them, behind a prefix of syslog or nothing.</summary>
/// <param name="required">Keys that a line of the family has.</param>
internal sealed class KeyValueForm(params string[] required) : LineForm
{
    private readonly byte[][] _required = [.. required.Select(k => Encoding.UTF8.GetBytes(k + "="))];

    public override bool Recognises(ReadOnlySpan<byte> head)
    {
        foreach (var line in TextHead.Lines(head))
        {
            if (line[0] is not ((byte)'{' or (byte)'[') && HasAll(line))
                return true;
        }

        return false;
    }

    public override string? Cut<TSink>(ReadOnlySpan<byte> line, ref TSink sink)
    {
        var isAny = false;
        for (var rest = line; rest.IndexOf((byte)'=') is var sign and > 0;)
        {
            var key = rest[..sign];
            key = key[(key.LastIndexOfAny((byte)' ', (byte)'>', (byte)',') + 1)..];
            rest = rest[(sign + 1)..];
            var isQuoted = rest is [(byte)'"', ..];
            var end = isQuoted ? CloseOfQuotes(rest) : rest.IndexOf((byte)' ') is var blank && blank < 0 ? rest.Length : blank;
            if (key.Length > 0)
                sink.Take(key, isQuoted ? rest[1..end] : rest[..end]);
            isAny |= key.Length > 0;
            rest = rest[Math.Min(rest.Length, isQuoted ? end + 1 : end)..];
        }

        return isAny ? null : $"the line '{Excerpt.Of(line)}' has no pairs key=value";
    }

    // Where the closing quote stands: behind all where a line was cut off before it.
    private static int CloseOfQuotes(ReadOnlySpan<byte> text)
    {
        for (var at = 1; at < text.Length; at++)
        {
            if (text[at] == (byte)'\\')
                at++;
            else if (text[at] == (byte)'"')
                return at;
        }

        return text.Length;
    }

    private bool HasAll(ReadOnlySpan<byte> line)
    {
        foreach (var key in _required)
        {
            if (line.IndexOf(key) < 0)
                return false;
        }

        return true;
    }
}
