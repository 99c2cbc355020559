// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Otlp;
using FwCorrelate.Ingestion.Transcripts;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion;

/// <summary>A format of agent traces. Adding one is a folder and a line in <see cref="TraceFormats"/>.</summary>
public interface ITraceFormat
{
    /// <summary>What users write, such as <c>otlp-json</c>.</summary>
    string Name { get; }

    /// <summary>For people.</summary>
    string Title { get; }

    /// <summary>
    /// What files of this format cannot tell of what the join needs, and what to do about it; null where they can tell all of it.
    /// </summary>
    string? Lacks => null;

    /// <summary>Whether a file is of this format, by the start of its text (up to 64 KiB).</summary>
    bool Recognises(ReadOnlySpan<byte> head, string path);

    /// <summary>Something that takes all files of this format in a case, because spans refer to spans of other files.</summary>
    ITraceCollector CreateCollector(TraceCase traces);
}

/// <summary>
/// What the collectors of a case share: its settings, and the spans of all files in whatever format, since one may stand in two.
/// </summary>
public sealed class TraceCase(CaseSettings settings)
{
    internal AttributeNames Names { get; } = new(settings);

    internal SpanStore Spans { get; } = new();

    internal MessageLog Messages { get; } = new();

    /// <summary>What the spans of all collectors together tell; ask once every file was read.</summary>
    public TraceContents Assemble() => TimelineAssembly.Assemble(Spans, Names, Messages);
}

/// <summary>Collects what traces tell, file by file and in any order, and makes sense of it at the end.</summary>
public interface ITraceCollector
{
    /// <summary>Reads one file to its end. Never throws for what the file holds.</summary>
    /// <param name="rejected">Takes what could not be read.</param>
    TraceCounts Read(OpenedInput input, InputFile file, RejectedRecords rejected);

    /// <summary>What all files together tell beyond the spans in <see cref="TraceCase"/>; does not depend on their order.</summary>
    TraceContents Finish();
}

/// <summary>What one file held.</summary>
/// <param name="Records">Spans or events that were read.</param>
/// <param name="Ignored">Lines that hold none by design: blanks, logs and metrics among traces.</param>
/// <param name="From">Earliest start, if any.</param>
/// <param name="To">Latest end, if any.</param>
public sealed record TraceCounts(long Records, long Ignored, Instant? From, Instant? To);

/// <summary>What the traces of a case tell.</summary>
/// <param name="Leases">Addresses that sandboxes told of themselves: never from an inventory, so always shared.</param>
public sealed record TraceContents(IReadOnlyList<ToolCall> Calls, IReadOnlyList<Episode> Episodes, IReadOnlyList<AddressLease> Leases)
{
    /// <summary>What the traces do not tell.</summary>
    public IReadOnlyList<TraceGap> Gaps { get; init; } = [];

    /// <summary>What they tell in two ways.</summary>
    public IReadOnlyList<TraceConflict> Conflicts { get; init; } = [];

    /// <summary>When models generated.</summary>
    public IReadOnlyList<ModelGeneration> Generations { get; init; } = [];

    /// <summary>Calls of formats without a clock (basis <see cref="TimeBasis.None"/>).</summary>
    public IReadOnlyList<ToolCall> Untimed { get; init; } = [];

    /// <summary>How many spans were read.</summary>
    public long Spans { get; init; }
}
