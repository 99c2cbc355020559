// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Serving.Collection;
using FwCorrelate.Serving.Correlation;
using FwCorrelate.Serving.Coverage;
using FwCorrelate.Serving.Delivery;
using FwCorrelate.Serving.State;
using NodaTime;

namespace FwCorrelate.Serving.Status;

/// <summary>How the service stands, for people and machines: the same facts on the terminal, on the page and in the metrics.</summary>
internal sealed record ServiceStatus
{
    public required Correlated? Last { get; init; }

    public required AppliedRules? Rules { get; init; }

    public required IReadOnlyList<SourceStatus> Sources { get; init; }

    public required IReadOnlyList<SinkStatus> Sinks { get; init; }

    /// <summary>Incidents that stand, the newest first.</summary>
    public required IReadOnlyList<IncidentState> Incidents { get; init; }

    public required int Superseded { get; init; }

    public required int Retracted { get; init; }

    /// <summary>Copies of files that arrived behind the horizon; they are kept and not judged.</summary>
    public required IReadOnlyList<CollectedStream> Late { get; init; }

    /// <summary>Before this, evidence was given up and incidents are closed.</summary>
    public required Instant? ClosedBefore { get; init; }

    /// <param name="lateness">How far behind the newest event of a source records may arrive.</param>
    public static ServiceStatus Of(IStateReader state, Duration lateness)
    {
        var streams = state.All<CollectedStream>("stream");
        var incidents = state.All<IncidentState>(IncidentState.Kind);
        return new ServiceStatus
        {
            Last = state.Find<Correlated>(Correlated.Kind, Correlated.Key),
            Rules = state.Find<AppliedRules>(AppliedRules.Kind, AppliedRules.Key),
            Sources = [.. SourceStatus.Of(state, streams, lateness)],
            Sinks = [.. SinkStatus.Of(state)],
            Incidents = [.. incidents.Where(i => i.Status == IncidentStatus.Standing).OrderByDescending(i => i.PublishedAt).ThenBy(i => i.Id, StringComparer.Ordinal)],
            Superseded = incidents.Count(i => i.Status == IncidentStatus.Superseded),
            Retracted = incidents.Count(i => i.Status == IncidentStatus.Retracted),
            Late = [.. streams.Where(s => s.State == StreamState.Late)],
            ClosedBefore = state.Find<Horizon>(Horizon.Kind, Horizon.Key)?.Until,
        };
    }
}
