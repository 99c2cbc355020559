// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Compilation;

/// <summary>Which modifiers may stand together. Each chain is read from left to right (Sigma modifiers appendix 2.1).</summary>
internal static class ModifierChain
{
    private static readonly Modifier[] Tests =
    [
        Modifier.Regex, Modifier.Cidr, Modifier.Exists, Modifier.FieldReference,
        Modifier.LessThan, Modifier.LessOrEqual, Modifier.GreaterThan, Modifier.GreaterOrEqual,
    ];

    private static readonly Modifier[] Parts = [Modifier.Contains, Modifier.StartsWith, Modifier.EndsWith];
    private static readonly Modifier[] RegexFlags = [Modifier.IgnoreCase, Modifier.MultiLine, Modifier.DotAll];
    private static readonly Modifier[] Wide = [Modifier.Utf16LittleEndian, Modifier.Utf16BigEndian, Modifier.Utf16];
    private static readonly Modifier[] Base64 = [Modifier.Base64, Modifier.Base64Offset];
    private static readonly Modifier[] DateParts =
        [Modifier.Minute, Modifier.Hour, Modifier.Day, Modifier.Week, Modifier.Month, Modifier.Year];

    public static bool IsComparison(Modifier modifier) => modifier is >= Modifier.LessThan and <= Modifier.GreaterOrEqual;

    public static bool IsDatePart(Modifier modifier) => modifier is >= Modifier.Minute and <= Modifier.Year;

    /// <summary>What is wrong with the chain, in a sentence; null where nothing is.</summary>
    public static string? Problem(DetectionItem item)
    {
        var chain = item.Modifiers;
        if (chain.Distinct().Count() < chain.Count)
            return "A modifier stands twice.";
        if (Count(chain, Tests) > 1 || Count(chain, Parts) > 1 || Count(chain, DateParts) > 1 || Count(chain, Wide) > 1
            || Count(chain, Base64) > 1)
            return "Two modifiers exclude each other.";
        if (Count(chain, RegexFlags) > 0 && !chain.Contains(Modifier.Regex))
            return "The flags i, m and s need 're' before them.";
        if (Count(chain, Wide) > 0 && (Count(chain, Base64) == 0 || Index(chain, Wide) > Index(chain, Base64)))
            return "An encoding (wide, utf16, utf16le, utf16be) needs 'base64' or 'base64offset' after it.";
        if (Count(chain, Base64) > 0 && Count(chain, Parts) > 0 && Index(chain, Parts) < Index(chain, Base64))
            return "'base64' must stand before contains, startswith and endswith: a wildcard cannot be encoded.";
        if (chain.Contains(Modifier.All) && chain.Contains(Modifier.NotEqual))
            return "'all' and 'neq' exclude each other.";
        return ProblemWithTest(item, chain);
    }

    private static string? ProblemWithTest(DetectionItem item, IReadOnlyList<Modifier> chain)
    {
        var isText = Count(chain, Tests) == 0;
        if (!isText && (Count(chain, Base64) > 0 || chain.Contains(Modifier.WinDash)))
            return "windash and base64 work on texts only.";
        if (Count(chain, Parts) > 0 && !isText && !chain.Contains(Modifier.Regex) && !chain.Contains(Modifier.FieldReference))
            return "contains, startswith and endswith work on texts only.";
        if (Count(chain, DateParts) > 0 && ((!isText && !chain.Any(IsComparison)) || Count(chain, Parts) > 0 || Count(chain, Base64) > 0))
            return "A part of a date is a number: compare it with a value, lt, lte, gt or gte.";
        if (item.Field is not null)
            return null;
        return (isText || chain.Contains(Modifier.Regex)) && Count(chain, DateParts) == 0
            ? null
            : "Keywords are searched as texts: this modifier needs a field before it.";
    }

    private static int Count(IReadOnlyList<Modifier> chain, Modifier[] group) => chain.Count(m => group.Contains(m));

    private static int Index(IReadOnlyList<Modifier> chain, Modifier[] group) => chain.TakeWhile(m => !group.Contains(m)).Count();
}
