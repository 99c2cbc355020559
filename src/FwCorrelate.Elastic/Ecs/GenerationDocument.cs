// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
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
            .Set(EcsFields.Timestamp, EcsTime.Format(generation.Start))
            .Set(EcsFields.EcsVersion, EcsDocument.EcsVersion)
            .Set(EcsFields.EventKind, "event")
            .Set(EcsFields.EventCategory, Category)
            .Set(EcsFields.EventType, Type)
            .Set(EcsFields.EventAction, "generate")
            .Set(EcsFields.EventStart, EcsTime.Format(generation.Start))
            .Set(EcsFields.EventEnd, EcsTime.Format(generation.End))
            .Set(OwnFields.RunId, generation.RunId)
            .Set(OwnFields.EpisodeId, generation.EpisodeId)
            .Set(OwnFields.SandboxId, generation.SandboxId);
    }
}
