// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Correlation;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Incidents;

namespace FwCorrelate.Service;

/// <summary>
/// What may be said against incidents, made when they are written: the attributor is asked again. So that writing takes no longer for it,
/// the worst incidents are asked about first, until so many calls were weighed again; which these are depends on the incidents only.
/// </summary>
internal sealed class IncidentReviews(Attributor attributor, CallEffects effects, ArgumentRedaction redaction)
{
    /// <summary>Calls of incidents whose smallest changes are looked for; each is weighed some seventy times.</summary>
    private const int CallsForFlips = 2_000;

    /// <summary>Calls of incidents that are weighed again without each source; each is weighed some five times.</summary>
    private const int CallsForLeftOut = 20_000;

    /// <summary>What an incident counts for besides: who held addresses is looked up too.</summary>
    private const int CallsOfItself = 10;

    /// <summary>How much is asked about each incident.</summary>
    public IReadOnlyDictionary<string, ReviewDepth> DepthsOf(IEnumerable<Incident> incidents)
    {
        var depths = new Dictionary<string, ReviewDepth>(StringComparer.Ordinal);
        var weighed = 0L;
        foreach (var incident in incidents.Where(i => i.Decisive is not null).OrderByDescending(i => i.Rule.Level)
            .ThenBy(i => i.Id, StringComparer.Ordinal))
        {
            weighed += CallsOfItself + attributor.CallsWeighedFor(incident.Decisive!.Stitched);
            depths[incident.Id] = weighed <= CallsForFlips ? ReviewDepth.Flips : weighed <= CallsForLeftOut ? ReviewDepth.LeftOut
                : ReviewDepth.Rivals;
        }

        return depths;
    }

    public void AddTo(EcsDocument document, Incident incident, IReadOnlyDictionary<string, ReviewDepth> depths)
    {
        ReviewFields.AddCalls(document, effects.Of(incident), redaction);
        if (incident.Decisive is { } decisive)
            ReviewFields.Add(document, attributor.ReviewOf(decisive.Stitched, depths[incident.Id]), decisive, redaction);
    }
}
