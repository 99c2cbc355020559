// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Timelines;

namespace FwCorrelate.Elastic.Ecs;

/// <summary>
/// A time in which a model generated as an ECS document, for <c>fwcorrelate timeline</c>: statistics hold bursts against it.
/// </summary>
public static class GenerationDocument
{
    private static readonly string[] Category = ["api"];
    private static readonly string[] Type = ["start", "end"];

    public static EcsDocument Of(ModelGeneration generation)
    {
        ArgumentNullException.ThrowIfNull(generation);
        return new EcsDocument()
            .Set("@timestamp", EcsTime.Format(generation.Start))
            .Set("ecs.version", EcsDocument.EcsVersion)
            .Set("event.kind", "event")
            .Set("event.category", Category)
            .Set("event.type", Type)
            .Set("event.action", "generate")
            .Set("event.start", EcsTime.Format(generation.Start))
            .Set("event.end", EcsTime.Format(generation.End))
            .Set("fwcorrelate.run.id", generation.RunId)
            .Set("fwcorrelate.episode.id", generation.EpisodeId)
            .Set("fwcorrelate.sandbox.id", generation.SandboxId);
    }
}
