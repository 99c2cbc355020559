// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace FwCorrelate.Sigma.Matchers;

/// <summary>
/// The longest text that every match of a regular expression holds, found by reading its outermost level alone: groups and
/// classes only separate. Whatever is not understood gives nothing, so the answer may be too short and never wrong.
/// </summary>
internal sealed class RegexLiterals
{
    /// <summary>Without case these also match characters outside ASCII (the Kelvin sign is a k).</summary>
    private static readonly SearchValues<char> FoldedBeyondAscii = SearchValues.Create("iIkKsS");

    private readonly string _pattern;
    private readonly bool _ignoresCase;
    private readonly StringBuilder _run = new();
    private string _best = "";
    private int _next;

    private RegexLiterals(string pattern, bool ignoresCase) => (_pattern, _ignoresCase) = (pattern, ignoresCase);

    /// <summary>Null where there is none. Case is as written; matches may differ in it.</summary>
    public static string? Of(Regex regex)
    {
        var pattern = regex.ToString();
        var ignoresCase = regex.Options.HasFlag(RegexOptions.IgnoreCase);
        if (pattern.StartsWith("(?i)", StringComparison.Ordinal))
            (pattern, ignoresCase) = (pattern[4..], true);
        if (regex.Options.HasFlag(RegexOptions.IgnorePatternWhitespace))
            return null;
        var literals = new RegexLiterals(pattern, ignoresCase);
        return literals.Read() && literals._best.Length > 0 ? literals._best : null;
    }

    private bool Read()
    {
        while (_next < _pattern.Length)
        {
            var understood = _pattern[_next] switch
            {
                '|' or ')' => false,
                '(' => SkipGroup(),
                '[' => SkipClass(),
                '\\' => ReadEscape(),
                '^' or '$' or '.' or '*' or '+' or '?' => Separate(1),
                '{' => Separate(0) && SkipCount(),
                var c => ReadLiteral(c, 1),
            };
            if (!understood)
                return false;
        }

        return Separate(0);
    }

    /// <summary>A character and what is said about how often it stands.</summary>
    private bool ReadLiteral(char c, int length)
    {
        _next += length;
        var follower = _next < _pattern.Length ? _pattern[_next] : '\0';
        if (follower is '*' or '?' or '{' || (_ignoresCase && FoldedBeyondAscii.Contains(c)))
            return Separate(0) && (follower != '{' || SkipCount());
        _run.Append(c);
        return follower != '+' || Separate(1);
    }

    private bool ReadEscape()
    {
        if (_next + 1 >= _pattern.Length)
            return false;
        var c = _pattern[_next + 1];
        if (!char.IsAsciiLetterOrDigit(c))
            return ReadLiteral(c, 2);
        return "dDsSwWbBAZztnrf".Contains(c, StringComparison.Ordinal) && Separate(2);
    }

    private bool Separate(int length)
    {
        if (_run.Length > _best.Length)
            _best = _run.ToString();
        _run.Clear();
        _next += length;
        return true;
    }

    private bool SkipCount()
    {
        var end = _pattern.IndexOf('}', _next);
        _next = end + 1;
        return end > 0;
    }

    private bool SkipGroup()
    {
        Separate(0);
        for (var depth = 0; _next < _pattern.Length;)
        {
            switch (_pattern[_next])
            {
                case '\\':
                    _next += 2;
                    continue;
                case '[':
                    if (!SkipClass())
                        return false;
                    continue;
                case '(':
                    // Of what may follow a question mark only (?: is sure to change nothing outside.
                    if (_next + 2 < _pattern.Length && _pattern[_next + 1] == '?' && _pattern[_next + 2] != ':')
                        return false;
                    depth++;
                    break;
                case ')':
                    depth--;
                    break;
            }

            _next++;
            if (depth == 0)
                return true;
        }

        return false;
    }

    private bool SkipClass()
    {
        Separate(1);
        for (var first = true; _next < _pattern.Length; first = false, _next++)
        {
            switch (_pattern[_next])
            {
                case '\\':
                    _next++;
                    break;
                case '[':
                    return false;
                case ']' when first:
                    return false;
                case ']':
                    _next++;
                    return true;
            }
        }

        return false;
    }
}
