// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Conversations;

/// <summary>Words by which a task may ask for a deed of a rule's family without naming a destination (<c>deeds.csv</c>).</summary>
public static class DeedWords
{
    private static readonly Dictionary<string, string[]> Words = Read();

    /// <summary>The words of a family; those of all families where it has none of its own.</summary>
    public static IReadOnlyList<string> Of(string family) =>
        Words.TryGetValue(family, out var words) ? words : [.. Words.Values.SelectMany(w => w).Distinct(StringComparer.Ordinal)];

    private static Dictionary<string, string[]> Read()
    {
        using var stream = typeof(DeedWords).Assembly.GetManifestResourceStream("Conversations/deeds.csv")
            ?? throw new InvalidOperationException("the words for deeds are not part of this assembly");
        using var reader = new StreamReader(stream);
        var words = new Dictionary<string, string[]>(StringComparer.Ordinal);
        reader.ReadLine();
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            var comma = line.IndexOf(',', StringComparison.Ordinal);
            words.Add(line[..comma], line[(comma + 1)..].Split(';'));
        }

        return words;
    }
}
