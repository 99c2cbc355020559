// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Otlp;
using FwCorrelate.Timelines;

namespace FwCorrelate.Ingestion.Transcripts;

/// <summary>
/// What a transcript tells of one episode, as spans: so that transcripts of every format and OpenTelemetry traces meet in one store, and
/// one assembly makes calls, episodes, gaps and coverage of all of them.
/// </summary>
/// <param name="traceId">What tells this episode from all others; where the format has no id, made of its content.</param>
internal sealed class EpisodeSpans(string traceId)
{
    private readonly List<TraceSpan> _spans = [];
    private readonly Dictionary<string, string> _facts = new(StringComparer.Ordinal) { [TranscriptNames.Episode] = traceId };

    public string TraceId => traceId;

    /// <summary>Whether anything happens in it.</summary>
    public bool HasSpans => _spans.Count > 0;

    /// <summary>
    /// Notes what holds for the whole episode, under an OpenTelemetry name (<see cref="TranscriptNames"/>) or the format's own, which
    /// <c>case.yml</c> may map.
    /// </summary>
    public void Set(string name, string? value)
    {
        if (value is { Length: > 0 and <= SpanAttributes.LongestId })
            _facts[name] = value;
    }

    public string? this[string name] => _facts.GetValueOrDefault(name);

    /// <summary>A model call: its turn.</summary>
    /// <param name="end">Null where the record tells none.</param>
    public void AddTurn(string id, TimePoint start, TimePoint? end, ModelOutput output, RecordOrigin origin) =>
        Add(id, "chat", SpanRole.ModelCall, start, end, [], null, origin, output: output);

    /// <summary>A tool call.</summary>
    /// <param name="id">Unique in the episode.</param>
    /// <param name="end">Null where the record tells none: then it may run on.</param>
    public void AddCall(
        string id, RequestedCall call, TimePoint start, TimePoint? end, RecordOrigin origin, ToolArguments? arguments = null)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        if (call.Id is { Length: > 0 and <= SpanAttributes.LongestId } callId)
            attributes[TranscriptNames.Call] = callId;
        if (call.Tool is { Length: > 0 and <= SpanAttributes.LongestId } tool)
            attributes[TranscriptNames.Tool] = tool;
        arguments ??= call.Arguments is { Length: > 0 } text ? ToolArguments.From(text) : null;
        Add(id, $"execute_tool {call.Tool}", SpanRole.ToolCall, start, end, attributes, arguments, origin);
    }

    /// <summary>
    /// Something that ran in the sandbox and that nobody says was a call of the agent: while it ran, the absence of a call proves nothing.
    /// </summary>
    public void AddDoubt(string id, string name, string doubt, TimePoint start, TimePoint? end, RecordOrigin origin) =>
        Add(id, name, SpanRole.Unknown, start, end, [], null, origin, doubt);

    public void WriteTo(SpanStore store)
    {
        foreach (var span in _spans)
            store.Add(span);
    }

    private void Add(
        string id, string name, SpanRole role, TimePoint start, TimePoint? end, Dictionary<string, string> attributes,
        ToolArguments? arguments,
        RecordOrigin origin, string? doubt = null, ModelOutput? output = null)
    {
        // An end before its start is a clock that was set, not an end.
        var isOpen = end is not { } told || told.Value < start.Value;
        _spans.Add(new TraceSpan
        {
            TraceId = traceId,
            SpanId = id,
            ParentId = "",
            Name = name,
            Role = role,
            Start = start,
            End = isOpen ? start : end!.Value,
            IsOpen = isOpen,
            Attributes = attributes,
            Resource = _facts,
            Arguments = arguments,
            Output = output,
            Origin = origin,
            Doubt = doubt,
        });
    }
}
