// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Rules;

/// <summary>What a warning about a rule is of.</summary>
public enum RuleWarningKind
{
    /// <summary>The rule is for logs that are not read here, so it never runs.</summary>
    NoSuchLogSource,

    /// <summary>The rule runs, and can match no event.</summary>
    NeverMatches,

    /// <summary>The rule asks for a column that no log that is read here is known to have.</summary>
    UnknownField,

    /// <summary>The rule works, but lacks what the people who get its alerts need.</summary>
    Quality,
}

/// <summary>Something about rules that is no error, and that nobody should overlook.</summary>
/// <param name="File">Path as given by the user; with <paramref name="Line"/> and <paramref name="Column"/> the first place it is
/// about.</param>
/// <param name="Rules">How many rules it is about.</param>
/// <param name="What">What was found, in words.</param>
/// <param name="Do">What to do about it.</param>
public sealed record RuleWarning(RuleWarningKind Kind, string File, int Line, int Column, int Rules, string What, string Do)
{
    public override string ToString() => $"warning: {File}:{Line}:{Column}: {What} {Do}";
}
