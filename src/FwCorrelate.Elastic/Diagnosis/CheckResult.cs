// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Elastic.Diagnosis;

public enum CheckOutcome
{
    Good,

    /// <summary>Works, but something should be known or done.</summary>
    Warning,

    /// <summary>Does not work.</summary>
    Bad,

    /// <summary>Could not be looked at.</summary>
    Unknown,
}

/// <summary>What a check of the doctor found.</summary>
/// <param name="Check">Such as <c>clock</c>.</param>
/// <param name="Found">May hold text from the engine; hostile.</param>
/// <param name="Remedy">What to do; null where nothing is to be done.</param>
public sealed record CheckResult(string Check, CheckOutcome Outcome, string Found, string? Remedy = null);

/// <summary>A field that rules ask for, as documents name it.</summary>
/// <param name="Field">Dotted ECS name.</param>
/// <param name="Rules">How many rules ask for it.</param>
public sealed record FieldNeed(string Field, int Rules);
