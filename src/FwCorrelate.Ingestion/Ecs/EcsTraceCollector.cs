// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Otlp;
using FwCorrelate.Ingestion.Text;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>Takes the documents of all files, and the spans among them into the case's store.</summary>
internal sealed class EcsTraceCollector(TraceCase traces) : ITraceCollector
{
    private readonly SpanCollector _spans = new(traces.Names, traces.Spans);
    private readonly List<ToolCall> _calls = [];
    private readonly List<Episode> _episodes = [];
    private readonly List<AddressLease> _leases = [];
    private readonly List<ModelGeneration> _generations = [];

    public TraceCounts Read(OpenedInput input, InputFile file, RejectedRecords rejected)
    {
        ArgumentNullException.ThrowIfNull(file);
        var tally = new Tally(file.Path, rejected);
        var reader = new SpanReader(traces.Names, file.Source.Zone, traces.Spans);
        JsonValues.Read(input, tally, value => TakeAll(value, reader, tally));
        if (input.Damage is not null || rejected.Count > 0)
            traces.Spans.NoteDamage(file.Path, traceId: null);
        return new TraceCounts(tally.Records, tally.Ignored, tally.From, tally.To);
    }

    public TraceContents Finish()
    {
        var conflicts = new List<TraceConflict>();
        var calls = TimelineJoin.Calls(_calls, conflicts);
        var episodes = TimelineJoin.Episodes(_episodes.Concat(Placed(calls)), conflicts);
        var told = _leases.Where(l => !l.IsInventory).Select(l => (l.Address.ToString(), l.OwnerId)).ToHashSet();
        var derived = TimelineAssembly.Leases(calls, episodes.ToDictionary(e => (e.Id, e.RunId)))
            .Where(l => !told.Contains((l.Address.ToString(), l.OwnerId)));
        return new TraceContents(calls, episodes, [.. _leases, .. derived]) { Conflicts = conflicts, Generations = _generations };
    }

    // Documents without an episode's turns tell of it what their calls tell.
    private IEnumerable<Episode> Placed(IReadOnlyList<ToolCall> calls)
    {
        var known = _episodes.Select(e => (e.Id, e.RunId)).ToHashSet();
        foreach (var group in calls.GroupBy(c => (Id: c.EpisodeId!, c.RunId)).Where(g => !known.Contains(g.Key)))
        {
            var sandboxes = group.Select(c => c.SandboxId).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
            var first = group.OrderBy(c => c.Start.Value).ThenBy(c => c.SpanId, StringComparer.Ordinal).First();
            yield return new Episode(
                group.Key.Id, group.Key.RunId, sandboxes.Count == 1 ? sandboxes[0] : null, first.Step, first.TaskId,
                group.Min(c => c.Start.Value), group.Max(c => c.End.Value), 0, 0, 0);
        }
    }

    // A search answers with all its documents in one value.
    private void TakeAll(JsonValue value, SpanReader reader, Tally tally)
    {
        if (!RecordList.IsIn(value.Bytes.Span))
        {
            Take(value, reader, tally);
            return;
        }

        foreach (var piece in RecordList.Of(value.Bytes.Span))
        {
            var bytes = value.Bytes.Slice(piece.Start, piece.Length);
            Take(new JsonValue(bytes, bytes, value.Line + value.Bytes.Span[..piece.Start].Count((byte)'\n'), value.Offset + piece.Start),
                reader, tally);
        }
    }

    private void Take(JsonValue value, SpanReader reader, Tally tally)
    {
        try
        {
            using var document = LenientJson.ParseLimited(value.Bytes);
            var source = EcsIdentity.SourceOf(document.RootElement);
            var text = new DocumentText(source);
            var origin = OriginOf(value, text, tally);
            if (ExportedSpans.IsSpan(source))
                TakeSpan(source, origin, reader, tally);
            else if (CallDocuments.IsCall(text))
                TakeCall(text, origin, tally);
            else if (LeaseDocuments.IsLease(text))
                TakeLease(text, origin, tally);
            else if (GenerationDocuments.IsGeneration(text))
                TakeGeneration(text, origin, tally);
            else if (text.Has(EcsFields.Timestamp))
                tally.Ignored++;
            else
                tally.Reject(value.Line, value.Offset,
                    $"'{Excerpt.Of(value.Bytes.Span)}' is no span, tool call or lease, expected a document of one");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            tally.Reject(value.Line, value.Offset, $"'{Excerpt.Of(value.Bytes.Span)}' is not JSON: {e.Message}");
        }
    }

    private static RecordOrigin OriginOf(JsonValue value, DocumentText text, Tally tally)
    {
        var hash = text[OwnFields.RecordSha256] is { } told
            && RecordHash.TryParse(told, out var read) ? read : RecordHash.Of(EcsIdentity.Canonical(value.Bytes));
        return new RecordOrigin(tally.File, value.Line, text.Number(OwnFields.RecordIndex) ?? 0, value.Offset, hash)
        {
            Document = EcsIdentity.DocumentOf(value.Bytes.Span),
        };
    }

    private void TakeSpan(JsonElement source, RecordOrigin origin, SpanReader reader, Tally tally)
    {
        using var span = LenientJson.ParseLimited(ExportedSpans.AsPlainSpan(source));
        if (!_spans.Take(span.RootElement, origin, reader, tally))
            tally.Reject(origin.Line, origin.Offset,
                $"'{Excerpt.Of(Encoding.UTF8.GetBytes(source.GetRawText()))}' is no span, expected ids, a name and a time");
    }

    private void TakeCall(DocumentText text, RecordOrigin origin, Tally tally)
    {
        if (CallDocuments.Read(text, origin, out var reason) is not { } call)
        {
            tally.Reject(origin.Line, origin.Offset, reason);
            return;
        }

        tally.Count(call.Start.Value, call.End.Value);
        var episode = CallDocuments.EpisodeOf(text, call);
        if (episode is not null)
            _episodes.Add(episode);

        // Where a call ran is what its own document tells, whatever those of other calls tell of the episode.
        _calls.Add(call with { EpisodeId = call.EpisodeId ?? call.TraceId, SandboxId = call.SandboxId ?? episode?.SandboxId });
    }

    private void TakeGeneration(DocumentText text, RecordOrigin origin, Tally tally)
    {
        if (GenerationDocuments.Read(text, out var reason) is { } generation)
        {
            _generations.Add(generation);
            tally.Count(generation.Start, generation.End);
        }
        else
            tally.Reject(origin.Line, origin.Offset, reason);
    }

    private void TakeLease(DocumentText text, RecordOrigin origin, Tally tally)
    {
        if (LeaseDocuments.Read(text, origin, out var reason) is { } lease)
        {
            _leases.Add(lease);
            if (lease.From > Instant.MinValue && lease.To < Instant.MaxValue)
                tally.Count(lease.From, lease.To);
            else
                tally.Count();
        }
        else
            tally.Reject(origin.Line, origin.Offset, reason);
    }
}
