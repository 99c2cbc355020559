// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FwCorrelate.Cases;
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.Inputs;

namespace FwCorrelate.Benchmarks;

/// <summary>The product's reading of agent traces.</summary>
internal static class TimelineRun
{
    private const int SpansPerRequest = 20;

    /// <summary>Reads traces into a timeline.</summary>
    public static string Read(string path)
    {
        var input = new CaseInput(Path.GetFullPath(path), path, new FileInfo(path).Length);
        var format = ContentRecogniser.Recognise(input) is Recognition.Trace trace ? trace.Format : throw new InvalidDataException($"{path} holds no traces.");
        var timeline = TimelineReader.Read([(input, format)], [], CaseSettings.Default).Timeline;
        return string.Create(CultureInfo.InvariantCulture, $"calls={timeline.Calls.Count} episodes={timeline.Episodes.Count}");
    }

    /// <summary>
    /// Writes a call table as OTLP JSON lines: export requests of 20 spans each, with what the semantic conventions ask of a tool call.
    /// </summary>
    public static void WriteTraces(string calls, string path)
    {
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
        foreach (var request in File.ReadLines(calls).Skip(1).Select(l => l.Split(',')).Chunk(SpansPerRequest))
        {
            using (var json = new Utf8JsonWriter(stream))
                WriteRequest(json, request);
            stream.WriteByte((byte)'\n');
        }
    }

    private static void WriteRequest(Utf8JsonWriter json, string[][] calls)
    {
        json.WriteStartObject();
        json.WriteStartArray("resourceSpans");
        foreach (var call in calls)
        {
            json.WriteStartObject();
            json.WriteStartObject("resource");
            WriteAttributes(json, ("service.name", "rollout"), ("host.id", call[4]), ("sandbox.id", call[5]));
            json.WriteEndObject();
            json.WriteStartArray("scopeSpans");
            json.WriteStartObject();
            json.WriteStartArray("spans");
            WriteSpan(json, call);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSpan(Utf8JsonWriter json, string[] call)
    {
        json.WriteStartObject();
        json.WriteString("traceId", Hex(call[1], 16));
        json.WriteString("spanId", Hex(call[2], 8));
        json.WriteString("name", "execute_tool " + call[3]);
        json.WriteNumber("kind", 1);
        json.WriteString("startTimeUnixNano", call[6] + "000000");
        json.WriteString("endTimeUnixNano", call[7] + "000000");
        WriteAttributes(
            json, ("gen_ai.operation.name", "execute_tool"), ("gen_ai.tool.name", call[3]), ("gen_ai.tool.call.id", call[2]), ("rl.run.id", call[0]),
            ("rl.episode.id", call[1]), ("gen_ai.tool.call.arguments", $$"""{"command":"curl -sS https://example.org/{{call[2]}}"}"""));
        json.WriteEndObject();
    }

    private static void WriteAttributes(Utf8JsonWriter json, params ReadOnlySpan<(string Key, string Value)> attributes)
    {
        json.WriteStartArray("attributes");
        foreach (var (key, value) in attributes)
        {
            json.WriteStartObject();
            json.WriteString("key", key);
            json.WriteStartObject("value");
            json.WriteString("stringValue", value);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Hex(string text, int bytes) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, bytes));
}
