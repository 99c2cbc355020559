// SPDX-License-Identifier: Apache-2.0
using System.Buffers;

namespace FwCorrelate.Redaction;

/// <summary>
/// Finds values beside names that say "secret", in whatever language: <c>NAME=value</c> of shells and URLs, <c>"name": "value"</c> of JSON
/// and
/// YAML, <c>name := value</c>, <c>name => value</c>, and headers, whose value goes on to the end of their line. Linear in the text.
/// </summary>
internal static class SecretAssignments
{
    private const int LongestName = 100;
    private const int MostBlanks = 8;
    private const int FarthestQuote = 4096;

    // Nothing that only stands for a secret is as long.
    private const int LongestValue = 4096;

    private static readonly SearchValues<char> Version = SearchValues.Create("0123456789.*");
    private static readonly HashSet<string> Tags = new(StringComparer.Ordinal) { "latest", "stable", "edge", "main", "master", "dev",
        "nightly", "alpine", "slim", "lts" };
    private static readonly string[] WholeHeaders = ["authorization", "proxy-authorization", "cookie", "set-cookie"];
    private static readonly string[] Schemes = ["Bearer ", "Basic ", "Token ", "Digest ", "Negotiate ", "AWS4-HMAC-SHA256 ", "ApiKey ",
        "Key "];

    public static void Find(string text, List<(int Start, int End)> found)
    {
        for (var at = 0; (at = IndexOfSeparator(text, at)) >= 0; at++)
        {
            if (at + 1 < text.Length && text[at + 1] == '=')
                continue;
            var name = NameBefore(text, at);
            if (name.IsEmpty)
                continue;
            var says = SecretNames.Judge(name);
            if (says == NameSays.Nothing)
                continue;
            var (start, isAdjacent) = ValueStart(text, at);
            if (start < 0)
                continue;
            if (text[start] is '"' or '\'' && IsWithin(text, start, text[start]))
                continue;
            var end = IsWholeHeader(name) ? EndOfLine(text, ref start) : EndOfValue(text, start, isAdjacent);
            if (end <= start || (end - start < LongestValue && (IsProse(text, at, start, end) || !SecretValues.IsSecret(says, name,
                Unquoted(text.AsSpan(start, end - start))))))
                continue;

            // What is masked needs no second look: that keeps this linear in texts that are all one value.
            found.Add((start, end));
            at = Math.Max(at, end - 1);
        }
    }

    private static int IndexOfSeparator(string text, int from)
    {
        var found = text.AsSpan(from).IndexOfAny('=', ':');
        return found < 0 ? -1 : from + found;
    }

    // The separator may be the first of ==, => or the second of := ; a comparison that is no equality is none.
    private static ReadOnlySpan<char> NameBefore(string text, int separator)
    {
        var end = separator;
        if (end > 0 && text[end - 1] is ':' or '=' && text[separator] == '=')
            end--;
        if (end > 0 && text[end - 1] is '!' or '<' or '>')
            return default;
        for (var blanks = 0; end > 0 && text[end - 1] == ' ' && blanks < MostBlanks; blanks++)
            end--;
        if (end > 0 && text[end - 1] == ']')
            end--;
        if (end > 0 && text[end - 1] is '"' or '\'')
            end--;
        if (end > 0 && text[end - 1] == '\\')
            end--;
        var start = end;
        while (start > 0 && end - start < LongestName && SecretNames.NameCharacters.Contains(text[start - 1]))
            start--;
        return text.AsSpan(start, end - start).TrimStart("-.");
    }

    /// <returns>Where the value begins, negative where there is none, and whether nothing stands between, as in a shell.</returns>
    private static (int Start, bool IsAdjacent) ValueStart(string text, int separator)
    {
        var at = separator + 1;
        if (at < text.Length && (text[at] == '=' || (text[at] == '>' && text[separator] == '=')))
            at++;
        else if (text[separator] == ':' && at < text.Length && text[at] is '=' or '/' or ':')
            return (-1, false);
        var first = at;
        while (at < text.Length && text[at] is ' ' or '\t' && at - first < MostBlanks)
            at++;

        // In a shell, "PASSWORD= ./run" gives no value; with a blank on both sides it is another language.
        var hasBlankBefore = separator > 0 && text[separator - 1] is ' ' or '=' or ':';
        if (at > first && text[separator] == '=' && !hasBlankBefore && separator + 1 == first)
            return (-1, false);
        return at < text.Length ? (at, at == first) : (-1, false);
    }

    // "token: parse it correctly" is a sentence, "requests==2.31" a version, "app:latest" a tag.
    private static bool IsProse(string text, int separator, int start, int end)
    {
        var value = text.AsSpan(start, end - start);
        if (text[separator] == ':' && start > separator + 1 && end + 1 < text.Length && text[end] == ' '
            && char.IsAsciiLetter(text[end + 1]))
            return !value.ContainsAnyExceptInRange('a', 'z');
        return text[separator] == '=' && separator > 0 && text[separator - 1] == '=' ? !value.ContainsAnyExcept(Version)
            : start == separator + 1 && Tags.Contains(value.ToString());
    }

    private static int EndOfValue(string text, int start, bool isAdjacent)
    {
        var end = start;
        while (end < text.Length)
        {
            var next = EndOfPiece(text, end);
            if (next == end)
                break;
            end = next;

            // Pieces side by side are one word of a shell, unless a quote here ends one that began before the name.
            if (!isAdjacent || end >= text.Length || text[end] == '\\' || (text[end] is '"' or '\'' && IsWithin(text, start, text[end])))
                break;
        }

        return end;
    }

    // Looked at as far as a line of a command may reach: a longer way back would make long texts slow.
    private static bool IsWithin(string text, int at, char quote)
    {
        var isWithin = false;
        for (var i = Math.Max(0, at - FarthestQuote); i < at; i++)
            isWithin ^= text[i] == quote && (i == 0 || text[i - 1] != '\\');
        return isWithin;
    }

    private static int EndOfPiece(string text, int start)
    {
        var at = start;
        if (text.AsSpan(at).StartsWith(CommandRedaction.Mask))
            return at + CommandRedaction.Mask.Length;
        if (text[at] == '$' && at + 1 < text.Length && text[at + 1] is '\'' or '"')
            at++;
        if (text[at] == '\\' && at + 1 < text.Length && text[at + 1] is '"' or '\'')
        {
            var close = text.IndexOf(text.Substring(at, 2), at + 2, StringComparison.Ordinal);
            return close < 0 ? text.Length : close + 2;
        }

        if (text[at] is '"' or '\'')
            return ClosingQuote(text, at) is var close and >= 0 ? close + 1 : at == start ? BareEnd(text, at + 1) : at;
        return BareEnd(text, start);
    }

    private static int ClosingQuote(string text, int opening)
    {
        for (var i = opening + 1; i < text.Length; i++)
        {
            if (text[i] == '\\' && text[opening] == '"')
                i++;
            else if (text[i] == text[opening])
                return i;
        }

        return -1;
    }

    private static int BareEnd(string text, int start)
    {
        var at = start;
        while (at < text.Length && !char.IsWhiteSpace(text[at])
            && text[at] is not ('"' or '\'' or '&' or ';' or ',' or '|' or ')' or '}' or ']' or '`')
            && !(text[at] == '\\' && at + 1 < text.Length && text[at + 1] is '"' or '\'' or 'n'))
            at++;
        return at;
    }

    private static bool IsWholeHeader(ReadOnlySpan<char> name)
    {
        foreach (var header in WholeHeaders)
        {
            if (name.Equals(header, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    // A header's value holds blanks; its scheme says nothing and stays.
    private static int EndOfLine(string text, ref int start)
    {
        if (text[start] == '\\' && start + 1 < text.Length)
            start++;
        if (text[start] is '"' or '\'')
            start++;
        start = Math.Min(start, text.Length);
        foreach (var scheme in Schemes)
        {
            if (text.AsSpan(start).StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
                start += scheme.Length;
        }

        var length = text.AsSpan(start).IndexOfAny("\"'\r\n");
        var end = length < 0 ? text.Length : start + length;
        return end > start && text[end - 1] == '\\' ? end - 1 : end;
    }

    private static ReadOnlySpan<char> Unquoted(ReadOnlySpan<char> value) =>
        value.TrimStart('$').Length < value.Length && value.Length > 1 && value[1] is '\'' or '"' ? value[1..].Trim("\"'\\")
            : value.Trim("\"'\\");
}
