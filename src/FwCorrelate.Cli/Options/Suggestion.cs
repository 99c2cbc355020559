// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Cli.Options;

/// <summary>The known word that somebody probably meant.</summary>
internal static class Suggestion
{
    /// <summary>The nearest names, best first; none where all are far off.</summary>
    public static IReadOnlyList<string> Nearest(string word, IEnumerable<string> names, int count = 1)
    {
        var limit = Math.Max(1, word.Length / 3);
        return [.. names
            .Select(name => (Name: name, Distance: Distance(word, name)))
            .Where(n => n.Distance <= limit)
            .OrderBy(n => n.Distance).ThenBy(n => n.Name, StringComparer.Ordinal)
            .Take(count)
            .Select(n => n.Name)];
    }

    /// <summary><c> Did you mean 'x'?</c> with a blank before it, or nothing.</summary>
    public static string Sentence(string word, IEnumerable<string> names, int count = 1)
    {
        var nearest = Nearest(word, names, count);
        return nearest.Count == 0 ? "" : $" Did you mean {string.Join(" or ", nearest.Select(n => $"'{n}'"))}?";
    }

    // Levenshtein's distance without case; a name that ends in or contains the word as one of its parts (Shanghai, Asia/Shanghai) is near.
    private static int Distance(string word, string name)
    {
        if (word.Length >= 3 && name.Split('/', '_', '-').Contains(word, StringComparer.OrdinalIgnoreCase))
            return 1;
        if (word.Length > 64)
            return int.MaxValue;
        var row = Enumerable.Range(0, name.Length + 1).ToArray();
        for (var i = 0; i < word.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 0; j < name.Length; j++)
            {
                var substituted = diagonal + (char.ToUpperInvariant(word[i]) == char.ToUpperInvariant(name[j]) ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(substituted, Math.Min(row[j], diagonal) + 1);
            }
        }

        return row[name.Length];
    }
}
