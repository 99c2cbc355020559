// SPDX-License-Identifier: Apache-2.0
using System.Buffers;

namespace FwCorrelate.Redaction;

/// <summary>Whether the value beside a secret's name is one, or only stands for one: a variable, a placeholder, a type.</summary>
internal static class SecretValues
{
    private const int ShortestStrength = 6;
    private static readonly SearchValues<char> NoKey = SearchValues.Create(" \t,()[]{}<>;$");
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");

    private static readonly HashSet<string> NoSecrets = new(StringComparer.OrdinalIgnoreCase)
    {
        "none", "null", "nil", "true", "false", "yes", "no", "undefined", "str", "string", "bytes", "int", "float", "bool", "object", "any",
            "optional", "required", "redacted", "hidden",
        "...", "…", "-", "", "default", "auto", "prompt", "ask", "stdin", "env", "self", "!", "?", "{", "[", "(",
    };

    /// <summary>Whether a value is to be masked.</summary>
    /// <param name="name">The name beside it.</param>
    /// <param name="value">Without its quotes.</param>
    public static bool IsSecret(NameSays says, ReadOnlySpan<char> name, ReadOnlySpan<char> value) => says switch
    {
        NameSays.Secret => !StandsForSecret(name, value),
        NameSays.Maybe => !StandsForSecret(name, value) && LooksStrong(value) && (!IsKey(name) || LooksLikeKey(value)),
        _ => false,
    };

    /// <summary>Whether a text stands for a secret that is elsewhere.</summary>
    public static bool StandsForSecret(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        value = value.Trim();
        if (value.IsEmpty || NoSecrets.GetAlternateLookup<ReadOnlySpan<char>>().Contains(value) || value.Equals(name,
            StringComparison.OrdinalIgnoreCase))
            return true;
        if (value.StartsWith(CommandRedaction.Mask) || IsVariable(value) || value is ['<', .., '>'] or ['{', .., '}'])
            return true;
        if (value.IndexOfAnyExcept(value[0]) < 0 && value[0] is '*' or 'x' or 'X' or '.')
            return true;

        // Code that gets it: os.environ["X"], getpass(), config.password. A name with a bracket or a call is no secret; a dotted one may
        // be.
        var call = value.IndexOfAny('(', '[');
        if (call > 0 && !value[..call].ContainsAnyExcept(SecretNames.NameCharacters) && !char.IsAsciiDigit(value[0]))
            return true;
        return value.StartsWith("os.environ") || value.StartsWith("process.env") || value.StartsWith("self.") || value.StartsWith("args.")
            || value.StartsWith("config.") || value.StartsWith("settings.") || value.StartsWith("secrets.") || value.StartsWith("env.")
                || value.StartsWith("@/") || value.StartsWith("file:") || value.StartsWith("env:");
    }

    /// <summary>Whether a text has what words and numbers have not: letters and digits, or capitals within, or signs.</summary>
    public static bool LooksStrong(ReadOnlySpan<char> value)
    {
        if (value.Length < ShortestStrength || value[0] is '/' or '.' or '~' || value.Contains("://", StringComparison.Ordinal))
            return false;
        bool letter = false, digit = false, sign = false, turn = false;
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            letter |= char.IsAsciiLetter(c);
            digit |= char.IsAsciiDigit(c);
            sign |= c is '!' or '@' or '#' or '%' or '^' or '&' or '*' or '+' or '~' or '=' or '?';
            turn |= i > 0 && char.IsAsciiLetterUpper(c) && char.IsAsciiLetterLower(value[i - 1]);
        }

        return (letter && (digit || sign || turn)) || (value.Length >= 16 && !value.ContainsAnyExcept(Hex));
    }

    /// <summary>Whether a text is long and mixed as keys are: at least twelve letters and digits, few other signs.</summary>
    public static bool LooksLikeKey(ReadOnlySpan<char> value)
    {
        if (value.Length < 12 || value.ContainsAny(NoKey) || value[0] is '/' or '.' or '~' || value.Contains("://",
            StringComparison.Ordinal))
            return false;
        int letters = 0, digits = 0, others = 0;
        foreach (var c in value)
        {
            if (char.IsAsciiLetter(c))
                letters++;
            else if (char.IsAsciiDigit(c))
                digits++;
            else
                others++;
        }

        return letters > 0 && digits >= 2 && others <= 1 + (value.Length / 8);
    }

    private static bool IsKey(ReadOnlySpan<char> name) =>
        name.EndsWith("key", StringComparison.OrdinalIgnoreCase) || name.EndsWith("hash", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("code", StringComparison.OrdinalIgnoreCase) || name.EndsWith("seed", StringComparison.OrdinalIgnoreCase);

    private static bool IsVariable(ReadOnlySpan<char> value)
    {
        if (value[0] == '%' && value.Length > 2 && value[^1] == '%')
            return true;
        if (value[0] != '$' || value.Length == 1)
            return false;
        var name = value[1..];
        return name[0] is '{' or '(' || (!char.IsAsciiDigit(name[0]) && !name.ContainsAnyExcept(SecretNames.NameCharacters));
    }
}
