// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;

namespace FwCorrelate.Commands;

/// <summary>
/// Puts the values of variables into a script that it sets once, to a constant: <c>H=203.0.113.7; nc $H 4444</c>. Nothing else is expanded.
/// </summary>
internal static partial class ConstantVariables
{
    private const int MostVariables = 64;
    private const int LongestValue = 4096;
    private const int LongestText = 1 << 20;
    private const int Passes = 3;

    /// <summary>The text with constants put in; null where there is none to put in.</summary>
    public static string? Expand(string text)
    {
        if (!text.Contains('$', StringComparison.Ordinal) || !text.Contains('=', StringComparison.Ordinal) || text.Length > LongestText)
            return null;
        var values = ConstantsOf(text);
        if (values.Count == 0)
            return null;
        var expanded = text;

        // A value may be made of others.
        for (var pass = 0; pass < Passes; pass++)
        {
            var next = Uses().Replace(
                expanded, use => values.GetValueOrDefault(use.Groups[1].Success ? use.Groups[1].Value : use.Groups[2].Value, use.Value));
            if (next.Length > LongestText || next == expanded)
                break;
            expanded = next;
        }

        return expanded == text ? null : expanded;
    }

    private static Dictionary<string, string> ConstantsOf(string text)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (Match set in Assignments().Matches(text))
        {
            var name = set.Groups[1].Value;
            var value = set.Groups[2].Value.Trim('"', '\'');

            // Set twice, or to what is only known when it runs: no constant. Loops set theirs by other words.
            values[name] = values.ContainsKey(name) || value.Length > LongestValue || value.Contains('`', StringComparison.Ordinal)
                || value.Contains("$(", StringComparison.Ordinal) ? null : value;
            if (values.Count > MostVariables)
                break;
        }

        foreach (Match loop in Loops().Matches(text))
            values[loop.Groups[1].Value] = null;
        return values.Where(v => v.Value is not null).ToDictionary(v => v.Key, v => v.Value!, StringComparer.Ordinal);
    }

    [GeneratedRegex("""(?:^|[\s;&|(])(?:export\s+|local\s+|set\s+)?([A-Za-z_][A-Za-z0-9_]*)=("[^"\n]*"|'[^'\n]*'|[^\s;&|)"']*)""", RegexOptions.NonBacktracking)]
    private static partial Regex Assignments();

    [GeneratedRegex(@"\bfor\s+([A-Za-z_][A-Za-z0-9_]*)\s+in\b|\bread\s+([A-Za-z_][A-Za-z0-9_]*)", RegexOptions.NonBacktracking)]
    private static partial Regex Loops();

    [GeneratedRegex(@"\$\{([A-Za-z_][A-Za-z0-9_]*)\}|\$([A-Za-z_][A-Za-z0-9_]*)", RegexOptions.NonBacktracking)]
    private static partial Regex Uses();
}
