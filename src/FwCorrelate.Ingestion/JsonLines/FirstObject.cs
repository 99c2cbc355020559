// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.JsonLines;

/// <summary>What the first JSON object of a file says, where its lines are objects.</summary>
internal static class FirstObject
{
    /// <summary>Its members, names in lower case with <c>-</c> as <c>_</c>; empty where the first lines are something else.</summary>
    public static IReadOnlyDictionary<string, string> Of(ReadOnlySpan<byte> head)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in TextHead.Lines(head))
        {
            if (line.Length < 3 || line[0] != (byte)'{')
                continue;
            foreach (var (name, value) in JsonFields.Read(line))
                members.TryAdd(name.ToLowerInvariant().Replace('-', '_'), value);
            if (members.Count > 0)
                return members;
        }

        return members;
    }
}
