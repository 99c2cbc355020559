// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.JsonLines;

/// <summary>What the first line of a file says, where it is a JSON object.</summary>
internal static class FirstObject
{
    /// <summary>Its members, names in lower case with <c>-</c> as <c>_</c>; empty where the line is something else.</summary>
    public static IReadOnlyDictionary<string, string> Of(ReadOnlySpan<byte> head)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        var line = TextHead.FirstLine(head);
        if (!line.StartsWith((byte)'{') || line.Trim(" \t"u8).Length < 3)
            return members;
        foreach (var (name, value) in JsonFields.Read(line))
            members.TryAdd(name.ToLowerInvariant().Replace('-', '_'), value);
        return members;
    }
}
