// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using FwCorrelate.Simulation.Fleet;
using FwCorrelate.Simulation.Oracle;
using FwCorrelate.Simulation.World;
using NodaTime.Text;

namespace FwCorrelate.Simulation.Writers;

/// <summary>A log record with what is true of it; README.md of this project describes the members.</summary>
/// <param name="IsTranslated">Whether it shows the NAT gateway's address, and no other log of the case the sandbox's.</param>
/// <param name="ClockError">Stamp of the log minus stamp of the trace at one moment, without the sensor's delay, seconds.</param>
internal sealed record FleetTruthLine(
    string File, int Line, SimulatedConnection Connection, Happening? Happening, Judgement Judgement, bool IsTranslated, double ClockError);

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
            WriteCall(writer, line, call);
        if (cause.Sandbox is { } sandbox)
            writer.WriteString("sandbox", sandbox.Id);
        writer.WriteNumber("weight", Math.Round(judged.Weight, 6));
        writer.WriteBoolean("decidable", judged.IsDecidable && !line.IsTranslated && line.Happening?.By is not { HasDeadClock: true });
        writer.WriteNumber("clock_error", Math.Round(line.ClockError, 3));
        writer.WriteString("verdict", Verdict(cause.Kind));
        writer.WriteNumber("verdict_weight", Math.Round(VerdictWeight(line), 6));
    }

    private static void WriteCall(Utf8JsonWriter writer, FleetTruthLine line, SimulatedCall call)
    {
        writer.WriteString("trace_id", call.TraceId);
        writer.WriteString("span_id", call.SpanId);
        writer.WriteString("tool_call_id", call.CallId);
        writer.WriteBoolean("in_trace", line.Happening?.By is { IsDropped: false });
        if (line.Happening?.Run is null)
            return;
        writer.WriteString("said", line.Connection.Cause.Note);
        writer.WriteBoolean("first", line.Happening.OpensRun);
        writer.WriteString("origin", line.Happening.By?.Promise?.Origin ?? "not_seen");
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

    /// <summary>
    /// A call that the trace lacks, a record behind the gateway, and a stranger who is logged in at the time leave the verdict open,
    /// however likely it is; so does what happened once in the world.
    /// </summary>
    private static double VerdictWeight(FleetTruthLine line)
    {
        var judged = line.Judgement;
        return line.Connection.Cause switch
        {
            _ when line.IsTranslated => 0,
            { Kind: CauseKind.Call } => judged.IsNameable && !IsVisited(line) ? judged.Agent : 0,
            { Kind: CauseKind.External } => judged.External,
            { Act: "trainer-tunnel" } => 0,
            { Kind: CauseKind.Background or CauseKind.Framework } => judged.Background,
            { Kind: CauseKind.Inbound } => 1,
            _ => 0,
        };
    }

    private static bool IsVisited(FleetTruthLine line) =>
        line.Happening?.Sandbox.Intrusion is { } visit && line.Connection.Start >= visit.Login && line.Connection.Start < visit.Logout;
}
