// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Rules;

/// <summary>Why a rule is not in use.</summary>
public enum RuleErrorKind
{
    /// <summary>The rule is wrong: somebody must change it.</summary>
    Invalid,

    /// <summary>The rule is right, but this version cannot run its kind.</summary>
    NotSupported,

    /// <summary>The rule is right, but for a log source that is not read here. Not a failure.</summary>
    NoSuchLogSource,
}

/// <summary>A rule that cannot be used.</summary>
/// <param name="File">Path as given by the user.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="What">What was found, in words.</param>
/// <param name="Do">What to do about it.</param>
public sealed record RuleError(RuleErrorKind Kind, string File, int Line, int Column, string What, string Do)
{
    /// <summary>Of <see cref="RuleErrorKind.NoSuchLogSource"/>: the one that the rule names.</summary>
    public LogSource? LogSource { get; init; }

    public override string ToString() => $"{File}:{Line}:{Column}: {What} {Do}";
}
