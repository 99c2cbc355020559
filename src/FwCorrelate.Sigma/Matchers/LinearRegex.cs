// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.RegularExpressions;

namespace FwCorrelate.Sigma.Matchers;

/// <summary>What tells, without making it, that an expression can run in linear time.</summary>
internal static class LinearRegex
{
    /// <summary>Copies of its characters that an automaton may have and be far from every limit.</summary>
    private const long MaxSize = 5_000;

    /// <summary>
    /// Whether <see cref="RegexOptions.NonBacktracking"/> takes a valid expression for sure: it holds no group but plain ones and those
    /// that set options, refers back to nothing, and repeats little. False says nothing.
    /// </summary>
    public static bool IsSure(string pattern)
    {
        var size = (long)pattern.Length;
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\' when i + 1 < pattern.Length && (pattern[i + 1] is 'k' or 'G' or (>= '1' and <= '9')):
                    return false;
                case '\\':
                    i++;
                    break;
                case '(' when i + 2 < pattern.Length && pattern[i + 1] == '?' && pattern[i + 2] is not (':' or 'i'):
                    return false;
                case '{':
                    size *= MaxCount(pattern.AsSpan(i + 1));
                    if (size > MaxSize)
                        return false;
                    break;
            }
        }

        return size <= MaxSize;
    }

    /// <summary>The greater number of <c>{n,m}</c>; of a brace that counts nothing 1.</summary>
    private static int MaxCount(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf('}');
        if (end < 0)
            return 1;
        var count = 1;
        foreach (var part in text[..end].Split(','))
        {
            var digits = text[..end][part];
            if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
                continue;

            // More digits than a number has are more copies than any limit.
            var number = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var known) ? known : int.MaxValue;
            count = Math.Max(count, (int)Math.Min(number, MaxSize + 1));
        }

        return count;
    }
}
