// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion;

/// <summary>
/// Logs and traces that are known by their looks and cannot be read: who has one is told what it is and which way it can come in, instead
/// of how it begins.
/// </summary>
internal static class ForeignFormats
{
    private const string ThroughEcs =
        "index it with Elastic's integration and name the index with --logs elastic:PATTERN, or export its documents as NDJSON";
    private const string NotYet = "it tells nothing here; leave it out of the case, or turn it into ECS documents, one a line";

    /// <summary>What a format is called, marks one of which each of its files bears near its start, and what to do.</summary>
    private sealed record Known(string Name, string Do, params string[][] Marks);

    // Each mark is a list of texts that must all stand in the head; the first that fits decides.
    private static readonly Known[] All =
    [
        new("a Zeek log", NotYet, ["#separator", "#set_separator"]),
        new("a Google Cloud log", ThroughEcs, ["\"jsonPayload\"", "\"logName\""], ["\"protoPayload\"", "\"logName\""]),
        new("a Tetragon event log", NotYet, ["\"process_kprobe\""], ["\"process_exec\"", "\"binary\""],
            ["\"process_connect\"", "\"exec_id\""], ["\"process_close\"", "\"exec_id\""], ["\"process_exit\"", "\"exec_id\""]),
        new("a Fortinet FortiGate log", ThroughEcs, ["CEF:0|Fortinet|"]),
        new("a Palo Alto Networks log", ThroughEcs, ["CEF:0|Palo Alto Networks|"]),
        new("a firewall log in CEF", ThroughEcs, ["CEF:0|"]),
        new("NetFlow as nfdump prints it for people", "print it with -o json", ["Date first seen", "Src IP Addr:Port"]),
        new("a table of tracked connections (conntrack -L)",
            "log the events with conntrack -E -o timestamp, which tell when an address was translated",
            ["src=", "dst=", "sport=", "dport=", "[ASSURED]"]),
        new("a file of OpenTelemetry logs or metrics that tell of no agent", NotYet, ["\"resourceLogs\""], ["\"resourceMetrics\""]),
        new("a rollout dump of verl, which has no times and no ids",
            "trace the run with verl's weave or mlflow backend, and bring the export of that",
            ["\"input\"", "\"output\"", "\"gts\"", "\"score\""]),
        new("the state of a run of the OpenAI Agents SDK, which has no times", "bring its traces (trace.span objects)",
            ["\"$schemaVersion\"", "\"current_turn\""], ["\"$schemaVersion\"", "\"auto_previous_response_id\""]),
        new("attributes of one OpenTelemetry span without its ids and times", "bring the whole span", ["\"gen_ai.operation.name\""],
            ["\"openinference.span.kind\""]),
        new("a packet capture", "make flows of it, such as with Zeek or nfpcapd, and bring these", ["\u00d4\u00c3\u00b2\u00a1"],
            ["\n\r\r\n"]),
    ];

    /// <summary>Members in which shippers and containers put the line that something else wrote.</summary>
    private static readonly string[] Wrappers = ["log", "message", "@message", "body", "msg", "content", "line", "raw", "_raw"];

    /// <summary>What a file is, and what to do; null where its looks tell nothing.</summary>
    public static string? Hint(ReadOnlySpan<byte> head, IReadOnlyList<IFlowFormat> logs)
    {
        if (Wrapped(head, logs) is { } wrapped)
            return wrapped;
        var text = Encoding.Latin1.GetString(head[..Math.Min(head.Length, 8192)]);
        return All.FirstOrDefault(f => f.Marks.Any(m => m.All(t => text.Contains(t, StringComparison.Ordinal)))) is { } known
            ? $"it is {known.Name}, which this version cannot read: {known.Do}"
            : null;
    }

    // One log within the strings of another.
    private static string? Wrapped(ReadOnlySpan<byte> head, IReadOnlyList<IFlowFormat> logs)
    {
        var line = TextHead.FirstLine(head);
        if (line is not [(byte)'{', ..])
            return null;
        foreach (var (name, value) in JsonFields.Read(line))
        {
            if (value.Length > 0 && Array.IndexOf(Wrappers, name) >= 0 && NameOf(Encoding.UTF8.GetBytes(value), logs) is { } inner)
                return $"each line wraps one of {inner} in '{name}', which this version does not take out: unwrap it, such as with jq -r "
                    + $"'.[\"{name}\"]'";
        }

        return null;
    }

    private static string? NameOf(byte[] text, IReadOnlyList<IFlowFormat> logs) =>
        logs.FirstOrDefault(f => f.Recognises(text, ""))?.Name ?? TraceFormats.All.FirstOrDefault(f => f.Recognises(text, ""))?.Name;
}
