// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Timelines;

namespace FwCorrelate.Correlation;

/// <summary>An answer in short.</summary>
/// <param name="Kind">Null where nothing would be left to answer for: no other source saw the connection.</param>
/// <param name="Leading">The named call, else the leading candidate; null where no call is listed.</param>
/// <param name="Weight">Of <paramref name="Leading"/>; 0 without.</param>
public sealed record CauseOutcome(AttributionKind? Kind, ToolCall? Leading, double Weight)
{
    public static CauseOutcome Nothing { get; } = new(null, null, 0);

    public static CauseOutcome Of(Attribution attribution)
    {
        ArgumentNullException.ThrowIfNull(attribution);
        return attribution.Candidates is [var leading, ..] ? new CauseOutcome(attribution.Kind, leading.Call, leading.Weight)
            : new CauseOutcome(attribution.Kind, null, 0);
    }

    /// <summary>Whether it says the same: the kind, and the call that is named or leads. Weights may differ.</summary>
    public bool IsSameAnswer(CauseOutcome other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Kind == other.Kind
            && (Kind is not (AttributionKind.ToolCall or AttributionKind.Candidates) || ReferenceEquals(Leading, other.Leading));
    }
}
