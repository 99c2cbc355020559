// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Simulation.Truth;
using FwCorrelate.Simulation.World;

namespace FwCorrelate.Simulation.Writers;

/// <summary>Writes the ground truth as JSON lines; <c>fixtures/README.md</c> describes the members.</summary>
internal static class TruthWriter
{
    public static byte[] Write(IEnumerable<TruthLine> lines) => Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => Line(l) + "\n")));

    private static string Line(TruthLine truth) => JsonText.Object(writer =>
    {
        writer.WriteString("file", truth.File);
        writer.WriteNumber("line", truth.Line);
        writer.WriteNumber("index", 0);
        writer.WriteString("cause", Name(truth.Cause.Kind));
        writer.WriteString("act", truth.Cause.Act);
        if (truth.Cause.Call is { } call)
        {
            writer.WriteString("trace_id", call.TraceId);
            writer.WriteString("span_id", call.SpanId);
            writer.WriteString("call_id", call.CallId);
        }

        if (truth.Cause.Sandbox is { } sandbox)
            writer.WriteString("sandbox", sandbox.Id);
        writer.WriteBoolean("decidable", truth.Decision.IsDecidable);
        writer.WriteString("why", truth.Decision.Why);
    });

    private static string Name(CauseKind kind) => kind switch
    {
        CauseKind.Call => "call",
        CauseKind.Background => "background",
        CauseKind.Framework => "framework",
        CauseKind.Inbound => "inbound",
        CauseKind.External => "external",
        _ => "none",
    };
}
