// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Text;
using NodaTime;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>Why a span, or a part of one, could not be read.</summary>
/// <param name="TraceId">Its trace, where it tells one.</param>
internal sealed record SpanProblem(string Reason, string? TraceId);

/// <summary>Reads the spans of one JSON value: an export request, a list of spans, or one span.</summary>
/// <param name="zone">Zone of times without an offset.</param>
/// <param name="spans">Takes what messages mention.</param>
internal sealed class SpanReader(AttributeNames names, DateTimeZone zone, SpanStore spans)
{
    private static readonly Dictionary<string, string> NoAttributes = [];
    private static readonly WantedNames Execution = new(AttributeNames.Execution, areShort: false, withMembers: false);
    private readonly List<SpanProblem> _problems = [];
    private readonly List<TraceSpan> _spans = [];
    private RecordOrigin _origin = new("", 0, 0, 0, "");
    private int _index;

    /// <summary>Why spans of the last value could not be read.</summary>
    public IReadOnlyList<SpanProblem> Problems => _problems;

    /// <summary>The spans of a value, valid until the next call.</summary>
    /// <param name="origin">Where the value stands; spans are numbered by their index in it.</param>
    /// <param name="isTrace">Whether the value is of a form that holds spans, if only none of them.</param>
    public IReadOnlyList<TraceSpan> Read(JsonElement value, RecordOrigin origin, out bool isTrace)
    {
        _spans.Clear();
        _problems.Clear();
        (_origin, _index) = (origin, 0);
        isTrace = ReadValue(value);
        return _spans;
    }

    private bool ReadValue(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            var isTrace = value.GetArrayLength() > 0;
            foreach (var item in value.EnumerateArray())
                isTrace &= item.ValueKind == JsonValueKind.Object && ReadValue(item);
            return isTrace;
        }

        if (value.ValueKind != JsonValueKind.Object)
            return false;
        if (TryGetList(value, out var resources, "resourceSpans", "resource_spans", "batches"))
            return ReadResources(resources);

        // Grafana Tempo's API answers with {"trace": {"resourceSpans": …}}, or with the resource spans as "batches".
        if (value.TryGetProperty("trace", out var trace) && TryGetList(trace, out resources, "resourceSpans", "resource_spans", "batches"))
            return ReadResources(resources);
        return ReadScopes(value) || ReadLogs(value) || ReadPlainSpans(value);
    }

    private bool ReadResources(JsonElement resources)
    {
        foreach (var resource in Objects(resources))
            ReadScopes(resource);
        return true;
    }

    private bool ReadScopes(JsonElement owner)
    {
        if (!TryGetList(owner, out var scopes, "scopeSpans", "scope_spans", "instrumentationLibrarySpans", "instrumentation_library_spans"))
            return false;
        var resource = ResourceOf(owner);
        foreach (var scope in Objects(scopes))
        {
            if (!TryGetList(scope, out var spans, "spans"))
                continue;
            foreach (var span in Objects(spans))
                ReadSpan(span, span, resource);
        }

        return true;
    }

    // Collectors write logs and metrics into the same folder: most hold nothing of a call, and no harm.
    private bool ReadLogs(JsonElement value)
    {
        if (!TryGetList(value, out var resources, "resourceLogs", "resource_logs"))
            return value.TryGetProperty("resourceMetrics", out _);
        var events = new LogEvents(names, zone, spans);
        foreach (var resource in Objects(resources))
        {
            if (!TryGetList(resource, out var scopes, "scopeLogs", "scope_logs"))
                continue;
            var attributes = ResourceOf(resource);
            foreach (var scope in Objects(scopes))
            {
                foreach (var record in TryGetList(scope, out var records, "logRecords", "log_records") ? Objects(records) : [])
                {
                    if (events.Read(record, attributes, _origin with { Index = _index++ }) is { } span)
                        _spans.Add(span);
                }
            }
        }

        return true;
    }

    // The SDKs' console exporters: ids in "context". any-agent puts such spans into one "spans" list.
    private bool ReadPlainSpans(JsonElement value)
    {
        if (TryGetList(value, out var spans, "spans"))
        {
            foreach (var span in Objects(spans))
                ReadPlainSpan(span);
            return true;
        }

        return value.TryGetProperty("context", out _) && ReadPlainSpan(value);
    }

    private bool ReadPlainSpan(JsonElement span)
    {
        if (!span.TryGetProperty("context", out var context) || context.ValueKind != JsonValueKind.Object)
            return false;
        ReadSpan(span, context, ResourceOf(span));
        return true;
    }

    private void ReadSpan(JsonElement span, JsonElement ids, Dictionary<string, string> resource)
    {
        var index = _index++;
        var traceId = SpanIds.Read(Get(ids, "traceId", "trace_id"), 16);
        var spanId = SpanIds.Read(Get(ids, "spanId", "span_id"), 8);
        var name = TextOf(Get(span, "name"));
        if (traceId.Length == 0 || spanId.Length == 0)
            Reject(traceId, $"span {index} '{Excerpt.Of(name)}' has no trace id or span id, expected both");
        else if (traceId.Length > SpanAttributes.LongestId || spanId.Length > SpanAttributes.LongestId
            || name.Length > SpanAttributes.LongestId)
            Reject(traceId.Length > SpanAttributes.LongestId ? "" : traceId,
                $"span {index} '{Excerpt.Of(name)}' has an id or name of more than {SpanAttributes.LongestId} characters");
        else if (!SpanTimes.TryRead(Get(span, "startTimeUnixNano", "start_time_unix_nano", "startTime", "start_time"), zone, out var start))
            Reject(traceId, $"span {index} '{Excerpt.Of(name)}' ({spanId}) has no usable start time, expected {SpanTimes.Expectation}");
        else
            _spans.Add(Make(span, resource, traceId, spanId, name, start, index));
    }

    private void Reject(string traceId, string reason) => _problems.Add(new SpanProblem(reason, traceId.Length > 0 ? traceId : null));

    private TraceSpan Make(
        JsonElement span, Dictionary<string, string> resource, string traceId, string spanId, string name, Timelines.TimePoint start,
        int index)
    {
        var attributes = SpanAttributes.Read(
            span, names.Short, problem => Reject(traceId, $"span {index} '{Excerpt.Of(name)}': {problem}"));
        var (role, arguments, doubt) = RoleOf(span, name, attributes);

        // An end that lies before the start is a clock that was set, not an end.
        var hasEnd = SpanTimes.TryRead(Get(span, "endTimeUnixNano", "end_time_unix_nano", "endTime", "end_time"), zone, out var end)
            && end.Value >= start.Value;
        var made = new TraceSpan
        {
            TraceId = traceId,
            SpanId = spanId,
            ParentId = ParentOf(span),
            Name = name,
            Role = role,
            Start = start,
            End = hasEnd ? end : start,
            IsOpen = !hasEnd,
            Attributes = attributes,
            Resource = resource,
            Arguments = arguments,
            Output = role is SpanRole.ModelCall or SpanRole.RollGenerate ? ModelOutput.Read(span) : null,
            Doubt = doubt,
            IsConversation = role is SpanRole.ModelCall or SpanRole.RollGenerate,
            Origin = _origin with { Index = index },
        };
        if (role is SpanRole.ModelCall or SpanRole.Agent)
            MessageHistory.Read(span, made, spans);
        return made;
    }

    private (SpanRole Role, ToolArguments? Arguments, string? Doubt) RoleOf(
        JsonElement span, string name, Dictionary<string, string> attributes)
    {
        var role = SpanRoles.Of(name, attributes, names);
        if (role is SpanRole.Other or SpanRole.ModelCall or SpanRole.Agent or SpanRole.RollGenerate)
            return (role, null, null);
        var arguments = role == SpanRole.Unknown ? null : SpanArguments.Read(span, names);
        if (role == SpanRole.NamedTool)
            role = arguments is null ? SpanRole.Unknown : SpanRole.ToolCall;
        return (role, arguments, role == SpanRole.Unknown
            ? SpanRoles.DoubtAbout(name, attributes, names, SpanAttributes.Read(span, Execution, problems: null).Count > 0)
            : null);
    }

    private Dictionary<string, string> ResourceOf(JsonElement owner) =>
        owner.TryGetProperty("resource", out var resource)
            ? SpanAttributes.Read(resource, names.Short, problem => Reject("", $"the resource's {problem}"))
            : NoAttributes;

    private static string ParentOf(JsonElement span)
    {
        var id = SpanIds.Read(Get(span, "parentSpanId", "parent_span_id", "parent_id"), 8);
        return id.Length > 0 || Get(span, "parent") is not { ValueKind: JsonValueKind.Object } parent
            ? id
            : SpanIds.Read(Get(parent, "spanId", "span_id"), 8);
    }

    private static JsonElement Get(JsonElement owner, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value))
                return value;
        }

        return default;
    }

    private static string TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static bool TryGetList(JsonElement owner, out JsonElement list, params ReadOnlySpan<string> names)
    {
        list = Get(owner, names);
        return list.ValueKind == JsonValueKind.Array;
    }

    private IEnumerable<JsonElement> Objects(JsonElement list)
    {
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object)
                yield return item;
            else
                Reject("", $"a list of spans holds '{Excerpt.Of(item.GetRawText())}', expected an object");
        }
    }
}
