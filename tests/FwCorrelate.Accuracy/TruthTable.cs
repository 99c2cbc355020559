// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Correlation;

namespace FwCorrelate.Accuracy;

/// <summary>What is true of a record, as the simulator tells it (FwCorrelate.Simulation/README.md).</summary>
internal sealed record TruthRow(
    string Cause, string Behaviour, string? TraceId, string? SpanId, string? CallId, string? Sandbox, double Weight, bool IsDecidable, bool IsNamedInCommand,
    string Verdict, double VerdictWeight, double ClockError, string Text)
{
    public bool IsAgents => Cause == "call";

    public bool IsCall(Timelines.ToolCall call) => call.TraceId == TraceId && call.SpanId == SpanId;

    /// <summary>Whether it is the call that truly opened the connection.</summary>
    public bool Names(CallCandidate candidate) => IsCall(candidate.Call);
}

/// <summary>The truth of one case.</summary>
internal sealed class TruthTable
{
    private readonly Dictionary<(string File, long Line, int Index), TruthRow> _rows = [];

    public TruthTable(ReadOnlyMemory<byte> lines)
    {
        var rest = lines;
        while (!rest.IsEmpty)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var line = rest[..end];
            rest = rest[(end + 1)..];
            using var document = JsonDocument.Parse(line);
            var row = document.RootElement;
            _rows[(row.GetProperty("file").GetString()!, row.GetProperty("line").GetInt64(), row.GetProperty("index").GetInt32())] = Read(row);
        }
    }

    /// <summary>Null for a record that does not leave a sandbox.</summary>
    public TruthRow? Of(Flows.RecordOrigin origin) => _rows.GetValueOrDefault((origin.File, origin.Line, origin.Index));

    private static TruthRow Read(JsonElement row) => new(
        row.GetProperty("cause").GetString()!, row.GetProperty("behaviour").GetString()!, Text(row, "trace_id"), Text(row, "span_id"), Text(row, "tool_call_id"),
        Text(row, "sandbox"), row.GetProperty("weight").GetDouble(), row.GetProperty("decidable").GetBoolean(),
        row.TryGetProperty("said", out var said) && said.GetString() is not ("opaque" or "hidden"),
        row.GetProperty("verdict").GetString()!, row.GetProperty("verdict_weight").GetDouble(), row.GetProperty("clock_error").GetDouble(), row.GetRawText());

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? value.GetString() : null;
}
