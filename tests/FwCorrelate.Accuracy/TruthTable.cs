// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Timelines;

namespace FwCorrelate.Accuracy;

/// <summary>What stands or falls together: a call with all that it did, or one connection that no call opened.</summary>
internal readonly record struct CauseKey(ulong Seed, string Cause, string Where);

/// <summary>What is true of a record, as the simulator tells it (FwCorrelate.Simulation/README.md).</summary>
internal sealed record TruthRow(string Cause, string Behaviour, string? TraceId, string? SpanId)
{
    /// <summary>What tells the connection from all others.</summary>
    public required string Connection { get; init; }

    public bool IsDecidable { get; init; }

    /// <summary>Whether the command holds the destination literally and this is the first connection that it made.</summary>
    public bool IsToldLiterally { get; init; }

    /// <summary>Right if the evidence suffices, which a weight of 0.99 and more says.</summary>
    public required string Verdict { get; init; }

    public double VerdictWeight { get; init; }

    /// <summary>Stamp of the log minus stamp of the trace at one moment, seconds.</summary>
    public double ClockError { get; init; }

    /// <summary>The line as it stands.</summary>
    public required string Text { get; init; }

    public bool IsAgents => Cause == "call";

    public CauseKey CauseIn(ulong seed) => IsAgents ? new CauseKey(seed, TraceId!, SpanId!) : new CauseKey(seed, Behaviour, Connection);

    public bool IsCall(ToolCall call) => call.TraceId == TraceId && call.SpanId == SpanId;

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
            using var document = JsonDocument.Parse(rest[..end]);
            rest = rest[(end + 1)..];
            var row = document.RootElement;
            var place = (row.GetProperty("file").GetString()!, row.GetProperty("line").GetInt64(), row.GetProperty("index").GetInt32());
            _rows[place] = Read(row);
        }
    }

    /// <summary>Null for a record of no connection's own direction.</summary>
    public TruthRow? Of(RecordOrigin origin) => _rows.GetValueOrDefault((origin.File, origin.Line, origin.Index));

    private static TruthRow Read(JsonElement row) =>
        new(row.GetProperty("cause").GetString()!, row.GetProperty("behaviour").GetString()!, Text(row, "trace_id"), Text(row, "span_id"))
        {
            Connection = $"{Text(row, "src")}:{row.GetProperty("sport")}>{Text(row, "dst")}:{row.GetProperty("dport")} {Text(row, "start")}",
            IsDecidable = row.GetProperty("decidable").GetBoolean(),
            IsToldLiterally = Text(row, "said") == "literal" && row.GetProperty("first").GetBoolean(),
            Verdict = row.GetProperty("verdict").GetString()!,
            VerdictWeight = row.GetProperty("verdict_weight").GetDouble(),
            ClockError = row.GetProperty("clock_error").GetDouble(),
            Text = row.GetRawText(),
        };

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? value.GetString() : null;
}
