// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Service.Results;
using FwCorrelate.Service.Results.Stories;
using NodaTime;

namespace FwCorrelate.Cli.Output;

/// <summary>What a list says of an incident.</summary>
internal sealed record IncidentLine(
    string Level, string Id, Instant? Start, string? Verdict, string Cause, string? Expected, string? Rule, string? Target)
{
    public static IncidentLine Of(StoredDocument incident) => new(
        StoredIncidents.LevelOf(incident), IncidentLookup.IdOf(incident), StoredTime.Of(incident, EcsFields.EventStart),
        incident.Text(OwnFields.Verdict), StoredIncidents.CauseOf(incident), incident.Text(OwnFields.SuppressedBy),
        incident.Text(EcsFields.RuleName), incident.Text(OwnFields.Target));
}
