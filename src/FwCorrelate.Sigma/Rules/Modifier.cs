// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Rules;

/// <summary>Value modifiers (Sigma modifiers appendix 2.1).</summary>
public enum Modifier
{
    Contains,
    StartsWith,
    EndsWith,
    All,
    Cased,
    NotEqual,
    Exists,
    Regex,
    IgnoreCase,
    MultiLine,
    DotAll,
    Base64,
    Base64Offset,
    Utf16LittleEndian,
    Utf16BigEndian,
    Utf16,
    WinDash,
    LessThan,
    LessOrEqual,
    GreaterThan,
    GreaterOrEqual,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
    Cidr,
    Expand,
    FieldReference,
}

/// <summary>Names of modifiers, aliases included.</summary>
public static class Modifiers
{
    private static readonly Dictionary<string, Modifier> ByName = new(StringComparer.Ordinal)
    {
        ["contains"] = Modifier.Contains,
        ["startswith"] = Modifier.StartsWith,
        ["endswith"] = Modifier.EndsWith,
        ["all"] = Modifier.All,
        ["cased"] = Modifier.Cased,
        ["neq"] = Modifier.NotEqual,
        ["exists"] = Modifier.Exists,
        ["re"] = Modifier.Regex,
        ["i"] = Modifier.IgnoreCase,
        ["ignorecase"] = Modifier.IgnoreCase,
        ["m"] = Modifier.MultiLine,
        ["multiline"] = Modifier.MultiLine,
        ["s"] = Modifier.DotAll,
        ["dotall"] = Modifier.DotAll,
        ["base64"] = Modifier.Base64,
        ["base64offset"] = Modifier.Base64Offset,
        ["wide"] = Modifier.Utf16LittleEndian,
        ["utf16le"] = Modifier.Utf16LittleEndian,
        ["utf16be"] = Modifier.Utf16BigEndian,
        ["utf16"] = Modifier.Utf16,
        ["windash"] = Modifier.WinDash,
        ["lt"] = Modifier.LessThan,
        ["lte"] = Modifier.LessOrEqual,
        ["gt"] = Modifier.GreaterThan,
        ["gte"] = Modifier.GreaterOrEqual,
        ["minute"] = Modifier.Minute,
        ["hour"] = Modifier.Hour,
        ["day"] = Modifier.Day,
        ["week"] = Modifier.Week,
        ["month"] = Modifier.Month,
        ["year"] = Modifier.Year,
        ["cidr"] = Modifier.Cidr,
        ["expand"] = Modifier.Expand,
        ["fieldref"] = Modifier.FieldReference,
    };

    public static IEnumerable<string> Names => ByName.Keys;

    /// <summary>The name that the specification lists first.</summary>
    public static string NameOf(Modifier modifier) => ByName.First(n => n.Value == modifier).Key;

    public static bool TryParse(string name, out Modifier modifier) => ByName.TryGetValue(name, out modifier);
}
