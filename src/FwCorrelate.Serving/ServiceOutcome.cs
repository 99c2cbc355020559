// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Serving.Correlation;
using FwCorrelate.Serving.Delivery;
using FwCorrelate.Serving.State;

namespace FwCorrelate.Serving;

/// <summary>What the service came to when it had nothing more to do.</summary>
/// <param name="Incidents">Those that stand.</param>
/// <param name="Revisions">All that were ever told and are still kept.</param>
/// <param name="RuleErrors">Rules that cannot be used.</param>
/// <param name="Undelivered">Sinks that did not take everything, with the reason.</param>
public sealed record ServiceOutcome(int Incidents, int Revisions, IReadOnlyList<string> RuleErrors, IReadOnlyList<string> Undelivered)
{
    internal static ServiceOutcome Of(StateStore state, bool delivered)
    {
        var last = state.Find<Correlated>(Correlated.Kind, Correlated.Key);
        return new ServiceOutcome(
            state.All<IncidentState>(IncidentState.Kind).Count(i => i.Status == IncidentStatus.Standing),
            state.All<Revision>(Revision.Kind).Count,
            last?.RuleErrors ?? [],
            delivered ? [] : [.. state.All<SinkState>(SinkState.Kind).Where(s => s.Attempts > 0).Select(s => $"{s.Name}: {s.Failure}")]);
    }
}
