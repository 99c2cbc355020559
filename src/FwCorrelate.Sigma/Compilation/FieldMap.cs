// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Indexing;
using FwCorrelate.Sigma.Matchers;

namespace FwCorrelate.Sigma.Compilation;

/// <summary>
/// Which names a rule may use for which field of an event: Sigma's taxonomy (category firewall and network_connection), ECS,
/// Zeek's and our own. The one place that knows; src/FwCorrelate.Sigma/README.md documents it.
/// </summary>
public sealed class FieldMap
{
    private static readonly (FlowField Field, string[] Names)[] FlowNames =
    [
        (FlowField.SourceAddress, ["src_ip", EcsFields.SourceIp, EcsFields.SourceAddress, "SourceIp", "id.orig_h"]),
        (FlowField.DestinationAddress, ["dst_ip", "dest_ip", EcsFields.DestinationIp, EcsFields.DestinationAddress, "DestinationIp",
        "id.resp_h"]),
        (FlowField.SourcePort, ["src_port", EcsFields.SourcePort, "SourcePort", "id.orig_p"]),
        (FlowField.DestinationPort, ["dst_port", "dest_port", EcsFields.DestinationPort, "DestinationPort", "id.resp_p"]),
        (FlowField.Action, ["action", EcsFields.EventAction]),
        (FlowField.Blocked, ["blocked"]),
        (FlowField.Transport, ["protocol", "proto", EcsFields.NetworkTransport, "Protocol"]),
        (FlowField.ProtocolNumber, [EcsFields.NetworkIanaNumber, "iana_number"]),
        (FlowField.Bytes, ["bytes", EcsFields.NetworkBytes]),
        (FlowField.BytesSent, ["bytes_sent", EcsFields.SourceBytes]),
        (FlowField.BytesReceived, ["bytes_received", EcsFields.DestinationBytes]),
        (FlowField.Packets, ["packets", EcsFields.NetworkPackets]),
        (FlowField.BytesPerPacket, ["bytes_per_packet"]),
        (FlowField.Duration, ["duration"]),
        (FlowField.Direction, ["direction", EcsFields.NetworkDirection]),
        (FlowField.TcpFlags, ["tcp_flags"]),
        (FlowField.Initiated, ["Initiated"]),
        (FlowField.SourceIsInternal, ["src_is_internal"]),
        (FlowField.DestinationIsInternal, ["dst_is_internal"]),
        (FlowField.LogStatus, ["log_status"]),
        (FlowField.Start, [EcsFields.Timestamp, EcsFields.EventStart, "start"]),
        (FlowField.End, [EcsFields.EventEnd, "end"]),
        (FlowField.Kind, [EcsFields.EventKind]),
        (FlowField.ProxyBypassed, [ProxyBypass.FieldName]),
        (FlowField.AttributionKind, ["attribution.kind"]),
        (FlowField.AttributionConfidence, ["attribution.confidence"]),
        (FlowField.AttributionRung, ["attribution.rung"]),
        (FlowField.AttributionInherited, ["attribution.inherited"]),
        (FlowField.AttributionLag, ["attribution.lag_ms"]),
        (FlowField.ToolName, ["tool.name", EcsFields.GenAiToolName]),
        (FlowField.ToolCommand, ["tool.command"]),
        (FlowField.ToolArguments, ["tool.arguments", "gen_ai.tool.call.arguments"]),
        (FlowField.ToolCallId, ["tool.call_id", EcsFields.GenAiToolCallId]),
        (FlowField.RunId, ["run.id"]),
        (FlowField.EpisodeId, ["episode.id"]),
        (FlowField.SandboxId, ["sandbox.id"]),
        (FlowField.TaskId, ["task.id"]),
        (FlowField.Step, ["step"]),
        (FlowField.ConnectionIsStart, ["connection.is_start"]),
        (FlowField.ConnectionDuration, ["connection.duration"]),
        (FlowField.ConnectionIsFirstContact, ["connection.first_contact"]),
    ];

    private static readonly (ToolCallField Field, string[] Names)[] ToolCallNames =
    [
        (ToolCallField.ToolName, ["tool.name", EcsFields.GenAiToolName]),
        (ToolCallField.Command, ["tool.command", "CommandLine", EcsFields.ProcessCommandLine]),
        (ToolCallField.Arguments, ["tool.arguments", "gen_ai.tool.call.arguments"]),
        (ToolCallField.CallId, ["tool.call_id", EcsFields.GenAiToolCallId]),
        (ToolCallField.TraceId, [EcsFields.TraceId]),
        (ToolCallField.SpanId, [EcsFields.SpanId]),
        (ToolCallField.RunId, ["run.id"]),
        (ToolCallField.EpisodeId, ["episode.id"]),
        (ToolCallField.Step, ["step"]),
        (ToolCallField.TaskId, ["task.id"]),
        (ToolCallField.Turn, ["turn"]),
        (ToolCallField.SandboxId, ["sandbox.id"]),
        (ToolCallField.HostId, [EcsFields.HostId]),
        (ToolCallField.Address, ["sandbox.ip", EcsFields.SourceIp, "src_ip"]),
        (ToolCallField.Duration, ["duration"]),
        (ToolCallField.Start, [EcsFields.Timestamp, EcsFields.EventStart]),
        (ToolCallField.End, [EcsFields.EventEnd]),
    ];

    /// <summary>Vendors' columns that hold their own word for an action, beside what the format maps to <c>event.action</c>.</summary>
    private static readonly Field[] VendorActions =
        [.. new[] { EcsFields.EventAction, "action", "rule_result", "disposition" }.Select(n =>
            new Field(n, (int)FlowField.Vendor, FieldScope.Vendor))];

    private static readonly HashSet<string> Refusals =
        new(["deny", "denied", "drop", "dropped", "block", "blocked", "reject", "rejected", "refuse", "refused", "discard"],
            StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Permits =
        new(["allow", "allowed", "accept", "accepted", "permit", "permitted", "pass", "passed"], StringComparer.OrdinalIgnoreCase);

    private static readonly ExactTest Holds = new("true", cased: false);
    private static readonly ExactTest Allows = new(FirewallAction.Allow.Name(), cased: false);
    private static readonly Field FlagNames = new("tcp_flags", (int)FlowField.TcpFlagNames, FieldScope.Record);

    private readonly Dictionary<string, Field> _fields = new(StringComparer.Ordinal);
    private readonly FieldScope _unknown;
    private readonly bool _numbersNames;

    private FieldMap(FieldScope unknown, bool numbersNames = false) => (_unknown, _numbersNames) = (unknown, numbersNames);

    /// <summary>Flow records and firewall alerts; any other name is the vendor's column.</summary>
    public static FieldMap Flow { get; } = OfFlows();

    public static FieldMap ToolCall { get; } = OfToolCalls();

    /// <summary>Events that are read by name alone.</summary>
    public static FieldMap AnyName { get; } = new(FieldScope.Record);

    /// <summary>The names that have been resolved, in the order of their first use.</summary>
    internal IReadOnlyCollection<string> Names => _fields.Keys;

    /// <summary>Events of a kind of one's own.</summary>
    /// <param name="codes">For each name what <see cref="Field.Code"/> shall be, from 1. An event never has a field of another
    /// name.</param>
    public static FieldMap Of(IReadOnlyDictionary<string, int> codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        var map = new FieldMap(FieldScope.Absent);
        foreach (var (name, code) in codes)
            map._fields[name] = new Field(name, code, FieldScope.Record);
        return map;
    }

    /// <summary>Any name, numbered from 1 as names come. Grows while rules are compiled with it, so it belongs to one thread.</summary>
    internal static FieldMap Numbering() => new(FieldScope.Record, numbersNames: true);

    public static FieldMap For(RuleEvent kind) => kind == RuleEvent.ToolCall ? ToolCall : Flow;

    /// <summary>Whether a field holds what a tool call ran, under any of its names: it may hold secrets.</summary>
    public static bool IsCommand(string name) =>
        (FlowField)Flow.Resolve(name).Code is FlowField.ToolCommand or FlowField.ToolArguments
        || (ToolCallField)ToolCall.Resolve(name).Code is ToolCallField.Command or ToolCallField.Arguments;

    public Field Resolve(string name)
    {
        if (_fields.TryGetValue(name, out var field))
            return field;
        if (!_numbersNames)
            return new Field(name, 0, _unknown);
        return _fields[name] = new Field(name, _fields.Count + 1, _unknown);
    }

    /// <summary>Other fields that may hold the same thing in the vendor's own words.</summary>
    internal IReadOnlyList<Field> Alternatives(string name) =>
        ReferenceEquals(this, Flow) && Resolve(name).Code == (int)FlowField.Action ? VendorActions : [];

    /// <summary>A test of another field that says the same: firewalls have many words for a refusal, and flags have names.</summary>
    internal FieldTest? Equivalent(string name, ValueTest test) => ReferenceEquals(this, Flow) ? (FlowField)Resolve(name).Code switch
    {
        FlowField.Action when test is ExactTest { IsCased: false, Text: var word }
            && Refusals.Contains(word) => new FieldTest(Resolve("blocked"), Holds),
        FlowField.Action when test is ExactTest { IsCased: false, Text: var word }
            && Permits.Contains(word) => new FieldTest(Resolve(name), Allows),
        FlowField.TcpFlags when test is ExactTest { Integer: null } or PatternTest or RegexTest => new FieldTest(FlagNames, test),
        _ => null,
    }
    : null;

    private static FieldMap OfFlows()
    {
        var map = new FieldMap(FieldScope.Vendor);
        foreach (var (field, names) in FlowNames)
        {
            foreach (var name in names)
                map._fields[name] = new Field(name, (int)field, field >= FlowField.AttributionKind ? FieldScope.Agent : FieldScope.Record);
        }

        return map;
    }

    private static FieldMap OfToolCalls()
    {
        var map = new FieldMap(FieldScope.Absent);
        foreach (var (field, names) in ToolCallNames)
        {
            foreach (var name in names)
                map._fields[name] = new Field(name, (int)field, FieldScope.Record);
        }

        return map;
    }
}
