// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.JsonLines;

/// <summary>What the first JSON object of a file says, where its lines are objects.</summary>
internal static class FirstObject
{
    /// <summary>Its members, names in lower case with <c>-</c> as <c>_</c>; empty where the first lines are something else.</summary>
    /// <param name="isNested">Whether members of inner objects are told too, by their path.</param>
    public static IReadOnlyDictionary<string, string> Of(ReadOnlySpan<byte> head, bool isNested = false)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in TextHead.Lines(head))
        {
            if (line.Length < 3 || line[0] != (byte)'{')
                continue;
            foreach (var (name, value) in JsonFields.Read(line, isNested))
                members.TryAdd(name.ToLowerInvariant().Replace('-', '_'), value);
            if (members.Count > 0)
                return members;
        }

        return members;
    }
}
