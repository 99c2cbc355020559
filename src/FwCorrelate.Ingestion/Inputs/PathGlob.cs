// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Inputs;

/// <summary>
/// Patterns over paths with <c>/</c>: <c>*</c> and <c>?</c> within one folder, <c>**</c> across folders (none too). Case matters.
/// </summary>
public static class PathGlob
{
    public static bool IsGlob(string text) => text.AsSpan().IndexOfAny('*', '?') >= 0;

    /// <summary>Whether the whole path matches.</summary>
    public static bool Matches(string pattern, string path)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(path);
        return MatchesParts(pattern.Split('/'), path.Split('/'));
    }

    /// <summary>The leading folder without wildcards, and the pattern below it.</summary>
    internal static (string Folder, string Pattern) SplitFixedFolder(string pattern)
    {
        var parts = pattern.Split('/');
        var fixedParts = parts.TakeWhile(p => !IsGlob(p)).Count();
        var folder = string.Join('/', parts[..fixedParts]);
        return (folder.Length > 0 ? folder : pattern.StartsWith('/') ? "/" : ".", string.Join('/', parts[fixedParts..]));
    }

    // One row of the table "the first i parts of the pattern match the first j parts of the path": quadratic, whatever the pattern.
    private static bool MatchesParts(string[] pattern, string[] path)
    {
        var reached = new bool[path.Length + 1];
        reached[0] = true;
        foreach (var part in pattern)
        {
            var next = new bool[path.Length + 1];
            for (var j = 0; j <= path.Length; j++)
            {
                next[j] = part == "**"
                    ? reached[j] || (j > 0 && next[j - 1])
                    : j > 0 && reached[j - 1] && MatchesName(part, path[j - 1]);
            }

            reached = next;
        }

        return reached[^1];
    }

    private static bool MatchesName(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        int p = 0, n = 0, star = -1, resume = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
                (star, resume) = (p++, n);
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == name[n]))
                (p, n) = (p + 1, n + 1);
            else if (star >= 0)
                (p, n) = (star + 1, ++resume);
            else
                return false;
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }
}
