// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Incidents;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Cli.Output;

/// <summary>Incidents of one behaviour that differ in nothing a person would act on: one entry of the page. By first seen.</summary>
internal sealed class IncidentGroup
{
    private IncidentGroup(IReadOnlyList<Incident> incidents) => Incidents = incidents;

    public IReadOnlyList<Incident> Incidents { get; }

    /// <summary>The one whose details are shown: the best attributed, else the first.</summary>
    public Incident Shown => Incidents.MaxBy(i => i.Attribution.Confidence)!;

    public Instant FirstSeen => Incidents.Min(i => i.FirstSeen);

    public Instant LastSeen => Incidents.Max(i => i.LastSeen);

    public Ongoing Ongoing =>
        Incidents.Any(i => i.Ongoing == Ongoing.Yes) ? Ongoing.Yes
        : Incidents.All(i => i.Ongoing == Ongoing.No) ? Ongoing.No
        : Ongoing.Unknown;

    /// <summary>Groups in order of their first incident, those that nobody expects first.</summary>
    public static IReadOnlyList<IncidentGroup> Of(Behaviour behaviour) =>
    [
        .. behaviour.Incidents
            .OrderBy(i => i.FirstSeen).ThenBy(i => i.Id, StringComparer.Ordinal)
            .GroupBy(Shape.Of)
            .Select(g => new IncidentGroup([.. g]))
            .OrderBy(g => g.Shown.SuppressedBy is not null),
    ];

    /// <summary>The call that is named or leads.</summary>
    public static ToolCall? LeadingCall(Incident incident) =>
        incident.NamedCalls.Count > 0 ? incident.NamedCalls[0] : incident.Candidates.Count > 0 ? incident.Candidates[0].Call : null;

    private sealed record Shape(
        Verdict Verdict, AttributionKind Kind, Rung Rung, string? Tool, string? Command, string? RunId, string Origin, string? SuppressedBy)
    {
        public static Shape Of(Incident incident) => new(
            incident.Verdict, incident.Attribution.Kind, incident.Attribution.Rung, LeadingCall(incident)?.ToolName, incident.Command,
            incident.RunId, incident.Origin.Where, incident.SuppressedBy);
    }
}
