// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Redaction;
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Examples;
using FwCorrelate.Timelines;

namespace FwCorrelate.Cli.Output;

/// <summary>An event in one line: where it stands and what it is.</summary>
/// <param name="Place">file:line, with the column where the file was written by hand.</param>
internal sealed record ExplainedEvent(string Place, string Text)
{
    private const int MaxCommandLength = 100;

    public static ExplainedEvent Of(ToolCall call, Func<string, string> redact)
    {
        var command = call.Command is { } text ? redact(text) : "no command";
        return new ExplainedEvent(call.Origin.ToString(),
            $"{call.ToolName}: {(command.Length <= MaxCommandLength ? command : command[..(MaxCommandLength - 1)] + "…")}");
    }

    public static ExplainedEvent Of(RecordReference record, string place)
    {
        ref readonly var flow = ref record.Record;
        return new ExplainedEvent(place, $"{FlowText.Ends(in flow)} "
            + $"{flow.Action.Name()}{(flow is { Kind: RecordKind.Alert, Action: not FirewallAction.Alert } ? ", alert" : "")}");
    }

    public static ExplainedEvent Of(TimedExample example, Func<string, string> redact)
    {
        var fields = example.Event.Fields.Select(
            f => $"{f.Name}={(FieldMap.IsCommand(f.Name) ? redact(f.Value) : CommandRedaction.MaskSecrets(f.Value))}");
        return new ExplainedEvent(example.Event.ToString(), string.Join(' ', fields));
    }
}
