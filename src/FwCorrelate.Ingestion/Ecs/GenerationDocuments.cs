// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Timelines;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>Times in which models generated out of documents that <c>fwcorrelate timeline --format jsonl</c> writes.</summary>
internal static class GenerationDocuments
{
    public static bool IsGeneration(DocumentText document) =>
        document[EcsFields.EventAction] == "generate" && document.Has(OwnFields.EpisodeId);

    /// <summary>The generation; null where a time is missing or none.</summary>
    /// <param name="reason">Why it is null.</param>
    public static ModelGeneration? Read(DocumentText document, out string reason)
    {
        reason = "";
        if (document[OwnFields.EpisodeId] is { Length: > 0 } episode && document.Time(EcsFields.EventStart) is { } start
            && document.Time(EcsFields.EventEnd) is { } end)
            return new ModelGeneration(episode, document[OwnFields.RunId], document[OwnFields.SandboxId], start, end);
        reason = "the generation has no event.start or event.end that is a time with an offset, expected both such as 2026-01-15T04:00:00Z";
        return null;
    }
}
