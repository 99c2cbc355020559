// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using FwCorrelate.Simulation.Oracle;
using FwCorrelate.Simulation.World;
using NodaTime.Text;

namespace FwCorrelate.Simulation.Writers;

/// <summary>A log record with what is true of it; README.md of this project describes the members.</summary>
/// <param name="ClockError">Stamp minus true time at the connection's start, without the sensor's delay, seconds.</param>
internal sealed record FleetTruthLine(string File, int Line, SimulatedConnection Connection, Judgement Judgement, double ClockError);

/// <summary>Writes the truth of a scenario from a file, as JSON lines.</summary>
internal static class FleetTruth
{
    public static byte[] Write(IEnumerable<FleetTruthLine> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines.OrderBy(l => l.File, StringComparer.Ordinal).ThenBy(l => l.Line))
            text.Append(JsonText.Object(writer => Write(writer, line))).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Write(Utf8JsonWriter writer, FleetTruthLine line)
    {
        var (connection, cause, judged) = (line.Connection, line.Connection.Cause, line.Judgement);
        writer.WriteString("file", line.File);
        writer.WriteNumber("line", line.Line);
        writer.WriteNumber("index", 0);
        writer.WriteString("src", connection.Source.Address);
        writer.WriteNumber("sport", connection.Source.Port);
        writer.WriteString("dst", connection.Destination.Address);
        writer.WriteNumber("dport", connection.Destination.Port);
        writer.WriteNumber("protocol", (int)connection.Protocol);
        writer.WriteString("start", InstantPattern.ExtendedIso.Format(connection.Start));
        writer.WriteString("cause", Name(cause.Kind));
        writer.WriteString("behaviour", cause.Act);
        if (cause.Call is { } call)
        {
            writer.WriteString("trace_id", call.TraceId);
            writer.WriteString("span_id", call.SpanId);
            writer.WriteString("tool_call_id", call.CallId);
            writer.WriteBoolean("in_trace", judged.IsNameable);
        }

        if (cause.Note.Length > 0)
            writer.WriteString("said", cause.Note);
        if (cause.Sandbox is { } sandbox)
            writer.WriteString("sandbox", sandbox.Id);
        writer.WriteNumber("weight", Math.Round(judged.Weight, 6));
        writer.WriteBoolean("decidable", judged.IsDecidable);
        writer.WriteNumber("clock_error", Math.Round(line.ClockError, 3));
        writer.WriteString("verdict", Verdict(cause.Kind));
        writer.WriteNumber("verdict_weight", Math.Round(VerdictWeight(cause.Kind, judged), 6));
    }

    private static string Name(CauseKind kind) => kind switch
    {
        CauseKind.Call => "call",
        CauseKind.Background => "background",
        CauseKind.Framework => "framework",
        CauseKind.Inbound => "inbound",
        CauseKind.External => "intruder",
        _ => "none",
    };

    /// <summary>The verdict that is right if the evidence suffices.</summary>
    private static string Verdict(CauseKind kind) => kind switch
    {
        CauseKind.Call => "agent_initiated",
        CauseKind.Inbound or CauseKind.External => "external_compromise",
        CauseKind.Background or CauseKind.Framework => "background",
        _ => "undetermined",
    };

    /// <summary>A call that the trace lacks leaves the verdict open, however likely it is.</summary>
    private static double VerdictWeight(CauseKind kind, Judgement judged) => kind switch
    {
        CauseKind.Call => judged.IsNameable ? judged.Agent : 0,
        CauseKind.External => judged.External,
        CauseKind.Background => judged.Background,
        _ => 1,
    };
}
