// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Sigma.Examples;

/// <summary>The cause that an example's fields tell: several values of <c>episode.id</c> and the like are several candidates.</summary>
internal static class ExampleAttribution
{
    /// <summary>Seconds: ten years.</summary>
    private const double LongestConnection = 315_360_000;

    public static Attribution Of(ExampleEvent example, FieldValues values, Instant time)
    {
        var fields = new Dictionary<FlowField, ExampleField>();
        foreach (var field in example.Fields)
        {
            if (FieldMap.Flow.Resolve(field.Name) is { Scope: FieldScope.Agent } known)
                fields[(FlowField)known.Code] = field;
        }

        var kind = fields.TryGetValue(FlowField.AttributionKind, out var said) ? values.Word<AttributionKind>(said) : KindOf(fields);
        var call = kind == AttributionKind.ToolCall ? CallOf(fields, 0, time) : null;
        var candidates = kind == AttributionKind.Candidates ? Candidates(fields, time) : [];
        return new Attribution
        {
            Kind = kind,
            Rung = fields.TryGetValue(FlowField.AttributionRung, out var rung) ? values.Word<Rung>(rung)
                : kind == AttributionKind.UnknownAddress ? Rung.E : Rung.B,
            Call = call,
            Candidates = candidates,
            Confidence = fields.TryGetValue(FlowField.AttributionConfidence, out var confidence) ? values.Real(confidence, 1)
                : call is null ? 0 : 1,
            NoneWeight = call is null ? 1 : 0,
            Inherited = fields.TryGetValue(FlowField.AttributionInherited, out var inherited) && values.Boolean(inherited),
            Lag = fields.TryGetValue(FlowField.AttributionLag, out var lag)
                ? Duration.FromMilliseconds(values.Number(lag, int.MaxValue)) : null,
            Sandboxes = fields.TryGetValue(FlowField.SandboxId, out var sandboxes) ? sandboxes.Values : [],
            Connection = ConnectionOf(fields, values, time),
        };
    }

    /// <summary>Null where no field tells of it.</summary>
    private static Connection? ConnectionOf(Dictionary<FlowField, ExampleField> fields, FieldValues values, Instant time)
    {
        var lasted = fields.TryGetValue(FlowField.ConnectionDuration, out var duration);
        var met = fields.TryGetValue(FlowField.ConnectionIsFirstContact, out var contact);
        if (!lasted && !met)
            return null;
        var end = time + (lasted ? Duration.FromSeconds(values.Real(duration!, LongestConnection)) : Duration.Zero);
        return new Connection("example", time, StartBasis.Proven, end, 1, met && values.Boolean(contact!), Initiator.Source);
    }

    private static AttributionKind KindOf(Dictionary<FlowField, ExampleField> fields)
    {
        FlowField[] ofCalls = [FlowField.RunId, FlowField.EpisodeId, FlowField.TaskId, FlowField.Step];
        if (fields.Keys.Any(f => f is >= FlowField.ToolName and <= FlowField.ToolCallId))
            return AttributionKind.ToolCall;
        if (ofCalls.Any(f => fields.TryGetValue(f, out var field) && field.Values.Count > 1))
            return AttributionKind.Candidates;
        return ofCalls.Any(fields.ContainsKey) ? AttributionKind.ToolCall
            : fields.ContainsKey(FlowField.SandboxId) ? AttributionKind.Sandbox
            : AttributionKind.UnknownAddress;
    }

    private static IReadOnlyList<CallCandidate> Candidates(Dictionary<FlowField, ExampleField> fields, Instant time)
    {
        var count = fields.Values.Max(f => f.Values.Count);
        return [.. Enumerable.Range(0, count)
            .Select(i => new CallCandidate(CallOf(fields, i, time), 1.0 / (count + 1), Duration.Zero, []))];
    }

    // Where a field has fewer values than there are candidates, they share its last.
    private static ToolCall CallOf(Dictionary<FlowField, ExampleField> fields, int number, Instant time)
    {
        string? Text(FlowField field) => fields.TryGetValue(field, out var found)
            ? found.Values[Math.Min(number, found.Values.Count - 1)] : null;
        return ExampleCall.At(time, Text(FlowField.ToolName), Text(FlowField.ToolCallId)) with
        {
            Command = Text(FlowField.ToolCommand),
            Arguments = Text(FlowField.ToolArguments),
            RunId = Text(FlowField.RunId),
            EpisodeId = Text(FlowField.EpisodeId),
            SandboxId = Text(FlowField.SandboxId),
            TaskId = Text(FlowField.TaskId),
            Step = Text(FlowField.Step),
        };
    }
}
