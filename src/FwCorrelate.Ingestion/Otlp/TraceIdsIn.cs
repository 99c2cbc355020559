// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>Finds trace ids in text that is broken JSON, so that what is lost can be told of the traces it belonged to.</summary>
internal static class TraceIdsIn
{
    /// <summary>More ids in one line tell no more: then the whole file is in doubt.</summary>
    private const int MostIds = 1024;
    private const int LongestId = 64;

    /// <summary>In the form of <see cref="SpanIds"/>, in order; empty where none is found, or too many.</summary>
    public static IReadOnlyCollection<string> Text(ReadOnlySpan<byte> text)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        Collect(text, "\"traceId\""u8, found);
        Collect(text, "\"trace_id\""u8, found);
        return found.Count <= MostIds ? found : [];
    }

    private static void Collect(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name, SortedSet<string> found)
    {
        for (var at = text.IndexOf(name); at >= 0 && found.Count <= MostIds; at = text.IndexOf(name))
        {
            text = text[(at + name.Length)..].TrimStart(" \t:"u8);
            var end = text is [(byte)'"', ..] ? text[1..].IndexOf((byte)'"') : -1;
            if (end is > 0 and <= LongestId && SpanIds.FromText(Encoding.UTF8.GetString(text.Slice(1, end)), 16) is { Length: > 0 } id)
                found.Add(id);
        }
    }
}
