// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Correlation;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Incidents;

namespace FwCorrelate.Service;

/// <summary>What may be said against incidents, made when they are written: the attributor is asked again.</summary>
internal sealed class IncidentReviews(Attributor attributor, CallEffects effects, ArgumentRedaction redaction)
{
    public void AddTo(EcsDocument document, Incident incident)
    {
        ReviewFields.AddCalls(document, effects.Of(incident), redaction);
        if (incident.Decisive is { } decisive)
            ReviewFields.Add(document, attributor.ReviewOf(decisive.Stitched), decisive, redaction);
    }
}
