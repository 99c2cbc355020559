// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Files;

namespace FwCorrelate.Service.Results;

/// <summary>Cuts a result file into blocks of whole lines, which several cores may look at.</summary>
internal static class LineBlocks
{
    private const int Length = 4 << 20;

    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IEnumerable<ResultLines> Of(string path)
    {
        using var stream = RegularFile.OpenRead(path);
        byte[] rest = [];
        var number = 1L;
        while (true)
        {
            var buffer = new byte[rest.Length + Length];
            rest.CopyTo(buffer, 0);
            var filled = rest.Length + stream.ReadAtLeast(buffer.AsSpan(rest.Length), Length, throwOnEndOfStream: false);
            var isEnd = filled < buffer.Length;
            var whole = isEnd ? filled : buffer.AsSpan(0, filled).LastIndexOf((byte)'\n') + 1;
            rest = buffer[whole..filled];
            var lines = Cut(buffer.AsMemory(0, whole));
            if (lines.Count > 0)
                yield return new ResultLines(number, lines);
            number += lines.Count;
            if (isEnd)
                yield break;
        }
    }

    private static List<ReadOnlyMemory<byte>> Cut(ReadOnlyMemory<byte> text)
    {
        var lines = new List<ReadOnlyMemory<byte>>();
        while (!text.IsEmpty)
        {
            var end = text.Span.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            lines.Add(line.Length > 0 && line.Span[^1] == (byte)'\r' ? line[..^1] : line);
            text = end < 0 ? default : text[(end + 1)..];
        }

        return lines;
    }
}
