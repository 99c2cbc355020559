// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Network;
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Parsing;
using FwCorrelate.Sigma.Rules;
using NodaTime;
using NodaTime.HighPerformance;

namespace FwCorrelate.Sigma.Examples;

/// <summary>A flow record or alert made of an example, so that the detector runs over it as over one of a log.</summary>
/// <param name="Attribution">What its fields tell of the cause; an unknown address where they tell nothing.</param>
public sealed record ExampleRecord(RecordReference Record, Attribution Attribution)
{
    private static readonly Instant DefaultTime = Instant.FromUtc(2026, 1, 15, 3, 0);
    private static readonly InputFile File = new("example", "example", LogSettings.Plain("example"));

    /// <summary>Seconds of <c>duration</c>: ten years.</summary>
    private const double LongestDuration = 315_360_000;

    /// <summary>Null, with errors, where a field cannot be what it says.</summary>
    /// <param name="time">Start of the record where no field names it.</param>
    public static (ExampleRecord? Record, IReadOnlyList<RuleError> Errors) Of(ExampleEvent example, Instant? time = null)
    {
        ArgumentNullException.ThrowIfNull(example);
        var errors = new RuleErrors(example.File);
        var values = new FieldValues(errors);
        var start = time ?? DefaultTime;
        var flow = new FlowRecord
        {
            Start = Instant64.FromInstant(start),
            End = Instant64.FromInstant(start),
            Packets = -1,
            Bytes = -1,
            Line = example.Position.Line
        };
        foreach (var field in example.Fields.OrderBy(f => FieldMap.Flow.Resolve(f.Name).Code == (int)FlowField.Duration))
            Set(ref flow, field, values);
        if (flow.End < flow.Start)
            flow.End = flow.Start;
        var attribution = ExampleAttribution.Of(example, values, flow.Start.ToInstant());
        if (errors.Count > 0)
            return (null, errors.All);
        var raw = ExampleLayout.Write(example.Fields.Where(f => FieldMap.Flow.Resolve(f.Name).Scope != FieldScope.Agent));
        var batch = new FlowBatch(File with { Path = example.File }, ExampleLayout.Instance);
        batch.Reset(raw);
        batch.Add(0, raw.Length) = flow;
        return (new ExampleRecord(new RecordReference(batch, 0), attribution), []);
    }

    private static void Set(ref FlowRecord flow, ExampleField field, FieldValues values)
    {
        switch ((FlowField)FieldMap.Flow.Resolve(field.Name == "kind" ? EcsFields.EventKind : field.Name).Code)
        {
            case FlowField.SourceAddress: flow.Source = values.Address(field); break;
            case FlowField.DestinationAddress: flow.Destination = values.Address(field); break;
            case FlowField.SourcePort: flow.SourcePort = (ushort)values.Number(field, ushort.MaxValue); break;
            case FlowField.DestinationPort: flow.DestinationPort = (ushort)values.Number(field, ushort.MaxValue); break;
            case FlowField.Action: flow.Action = ActionOf(field); break;
            case FlowField.Blocked: flow.Action = values.Boolean(field) ? FirewallAction.Deny : FirewallAction.Allow; break;
            case FlowField.Transport or FlowField.ProtocolNumber: flow.Protocol = values.Protocol(field); break;
            case FlowField.Bytes: flow.Bytes = values.Number(field, long.MaxValue); break;
            case FlowField.BytesSent: SetSent(ref flow, values.Number(field, long.MaxValue)); break;
            case FlowField.BytesReceived: SetReceived(ref flow, values.Number(field, long.MaxValue)); break;
            case FlowField.Packets: flow.Packets = values.Number(field, long.MaxValue); break;
            case FlowField.Duration:
                flow.End = flow.Start
                + Duration64.FromDuration(Duration.FromSeconds(values.Real(field, LongestDuration))); break;
            case FlowField.Direction: flow.Direction = values.Word<FlowDirection>(field); break;
            case FlowField.TcpFlags: (flow.TcpFlags, flow.HasTcpFlags) = ((TcpFlags)values.Number(field, byte.MaxValue), true); break;
            case FlowField.Start: flow.Start = Instant64.FromInstant(values.Time(field)); break;
            case FlowField.End: flow.End = Instant64.FromInstant(values.Time(field)); break;
            case FlowField.Kind: flow.Kind = field.Value == "event" ? RecordKind.Flow : values.Word<RecordKind>(field); break;
            case FlowField.LogStatus: flow.Kind = field.Value == "ok" ? flow.Kind : values.Word<RecordKind>(field); break;
            case FlowField.BytesPerPacket: values.Refuse(field, "follows from bytes and packets", "Write those."); break;
            case FlowField.SourceIsInternal or FlowField.DestinationIsInternal:
                values.Refuse(
                field, "follows from the address", "Write the address."); break;
        }
    }

    private static void SetSent(ref FlowRecord flow, long bytes) => flow.Bytes = Counters.Add(bytes, Math.Max(0, flow.BytesReceived));

    private static void SetReceived(ref FlowRecord flow, long bytes)
    {
        flow.Bytes = Counters.Add(Math.Max(0, flow.BytesSent), bytes);
        flow.BytesReceived = bytes;
    }

    // A word that is none of ours is the vendor's, and stays in the raw record.
    private static FirewallAction ActionOf(ExampleField field) =>
        Enum.GetValues<FirewallAction>().FirstOrDefault(a => a.Name().Length > 0
            && a.Name().Equals(field.Value, StringComparison.OrdinalIgnoreCase));
}
