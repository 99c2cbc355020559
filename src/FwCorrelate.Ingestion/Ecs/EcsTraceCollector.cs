// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using FwCorrelate.Cases;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Otlp;
using FwCorrelate.Ingestion.Text;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>Takes the documents of all files, each call and each span once.</summary>
internal sealed class EcsTraceCollector(CaseSettings settings) : ITraceCollector
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };
    private readonly AttributeNames _names = new(settings);
    private readonly SpanCollector _spans = new(new AttributeNames(settings));
    private readonly Dictionary<(string, string), ToolCall> _calls = [];
    private readonly Dictionary<(string Id, string? Run), Episode> _episodes = [];
    private readonly List<AddressLease> _leases = [];

    public TraceCounts Read(OpenedInput input, InputFile file, RejectedRecords rejected)
    {
        ArgumentNullException.ThrowIfNull(file);
        var tally = new Tally(file.Path, rejected);
        var reader = new SpanReader(_names, file.Source.Zone);
        JsonValues.Read(input, tally, value => Take(value, reader, tally));
        return new TraceCounts(tally.Records, tally.Ignored, tally.From, tally.To);
    }

    public TraceContents Finish()
    {
        var ofSpans = _spans.Finish();
        var calls = _calls.Values.Select(Placed).ToList();
        var told = _leases.Where(l => !l.IsInventory).Select(l => (l.Address.ToString(), l.OwnerId)).ToHashSet();
        var derived = TimelineAssembly.Leases(calls, _episodes.ToDictionary(e => (e.Key.Id, e.Key.Run), e => e.Value))
            .Where(l => !told.Contains((l.Address.ToString(), l.OwnerId)));
        return new TraceContents(
            [.. ofSpans.Calls, .. calls], [.. ofSpans.Episodes, .. _episodes.Values], [.. ofSpans.Leases, .. _leases, .. derived]);
    }

    // Documents without an episode's turns tell of it what their calls tell.
    private ToolCall Placed(ToolCall call)
    {
        var placed = call.EpisodeId is null ? call with { EpisodeId = call.TraceId } : call;
        var key = (placed.EpisodeId!, placed.RunId);
        if (!_episodes.ContainsKey(key))
        {
            var siblings = _calls.Values.Where(c => (c.EpisodeId ?? c.TraceId, c.RunId) == key).ToList();
            var sandboxes = siblings.Select(c => c.SandboxId).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
            _episodes[key] = new Episode(
                key.Item1, key.RunId, sandboxes.Count == 1 ? sandboxes[0] : null, placed.Step, placed.TaskId,
                siblings.Min(c => c.Start.Value), siblings.Max(c => c.End.Value), 0, 0, 0);
        }

        return placed;
    }

    private void Take(JsonValue value, SpanReader reader, Tally tally)
    {
        try
        {
            using var document = JsonDocument.Parse(value.Bytes, Options);
            var source = EcsIdentity.SourceOf(document.RootElement);
            var text = new DocumentText(source);
            var origin = OriginOf(value, text, tally);
            if (ExportedSpans.IsSpan(source))
                TakeSpan(source, origin, reader, tally);
            else if (CallDocuments.IsCall(text))
                TakeCall(text, origin, tally);
            else if (LeaseDocuments.IsLease(text))
                TakeLease(text, origin, tally);
            else if (text.Has("@timestamp"))
                tally.Ignored++;
            else
                tally.Reject(value.Line, value.Offset, $"'{Excerpt.Of(value.Bytes.Span)}' is no span, tool call or lease, expected a document of one");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            tally.Reject(value.Line, value.Offset, $"'{Excerpt.Of(value.Bytes.Span)}' is not JSON: {e.Message}");
        }
    }

    private static RecordOrigin OriginOf(JsonValue value, DocumentText text, Tally tally)
    {
        var hash = text["fwcorrelate.record.sha256"] is { } told && RecordHash.TryParse(told, out var read) ? read : RecordHash.Of(EcsIdentity.Canonical(value.Bytes.Span));
        return new RecordOrigin(tally.File, value.Line, text.Number("fwcorrelate.record.index") ?? 0, value.Offset, hash)
        {
            Document = EcsIdentity.DocumentOf(value.Bytes.Span),
        };
    }

    private void TakeSpan(JsonElement source, RecordOrigin origin, SpanReader reader, Tally tally)
    {
        using var span = JsonDocument.Parse(ExportedSpans.AsPlainSpan(source), Options);
        if (!_spans.Take(span.RootElement, origin, reader, tally))
            tally.Reject(origin.Line, origin.Offset, $"'{Excerpt.Of(Encoding.UTF8.GetBytes(source.GetRawText()))}' is no span, expected ids, a name and a time");
    }

    private void TakeCall(DocumentText text, RecordOrigin origin, Tally tally)
    {
        if (CallDocuments.Read(text, origin, out var reason) is not { } call)
        {
            tally.Reject(origin.Line, origin.Offset, reason);
            return;
        }

        tally.Count(call.Start.Value, call.End.Value);
        var key = (call.TraceId, call.SpanId);
        if (!_calls.TryGetValue(key, out var other) || string.CompareOrdinal(call.Origin.Sha256, other.Origin.Sha256) < 0)
            _calls[key] = call;
        if (CallDocuments.EpisodeOf(text, call) is { } episode)
            _episodes[(episode.Id, episode.RunId)] = episode;
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
