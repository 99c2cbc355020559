// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Serving.Correlation;

/// <summary>What the last correlation was of, committed with what came of it.</summary>
/// <param name="Inputs">Hash over everything that was collected by then, and over rules and settings: equal inputs need no second
/// look.</param>
/// <param name="Pending">Differences that are still to be told.</param>
/// <param name="Provisional">Incidents that records on their way may still change.</param>
/// <param name="Silent">Sources that nothing was expected of any more.</param>
/// <param name="At">When it was.</param>
/// <param name="Took">How long it ran.</param>
/// <param name="Bytes">Text that was read.</param>
/// <param name="Incidents">Those that stand.</param>
/// <param name="Warnings">As <c>investigate</c> gives them.</param>
internal sealed record Correlated(
    string Inputs, int Pending, int Provisional, IReadOnlyList<string> Silent, Instant At, double Took, long Bytes, int Incidents,
    IReadOnlyDictionary<string, long> Ledger, string RulePack,
    IReadOnlyList<string> RuleErrors, IReadOnlyList<string> Warnings)
{
    public const string Kind = "correlated";
    public const string Key = "last";
}
