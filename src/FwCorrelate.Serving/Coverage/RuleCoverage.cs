// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Serving.Coverage;

/// <summary>Which sources a rule is evaluated on.</summary>
/// <param name="Sources">Names of sources that could show what it looks for.</param>
/// <param name="Blind">Why it cannot fire on any; null where it can.</param>
internal sealed record RuleCoverage(string Id, string Title, IReadOnlyList<string> Sources, string? Blind)
{
    public const string Kind = "rule";
}
