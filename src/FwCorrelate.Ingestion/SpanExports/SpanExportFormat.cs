// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Otlp;
using FwCorrelate.Ingestion.Text;
using FwCorrelate.Ingestion.Transcripts;

namespace FwCorrelate.Ingestion.SpanExports;

/// <summary>
/// What services that store OpenTelemetry's spans, or spans much like them, export. Each is put into the form of a plain span; the same
/// conventions make calls of it then.
/// </summary>
/// <param name="marks">Texts that all stand near the start of such a file.</param>
/// <param name="spansOf">The plain spans of one value; none where it is of another kind.</param>
internal sealed class SpanExportFormat(
    string name, string title, byte[][] marks, Func<JsonElement, IEnumerable<PlainSpan>> spansOf) : ITraceFormat
{
    public string Name => name;

    public string Title => title;

    /// <summary>The exports that can be read.</summary>
    public static IReadOnlyList<SpanExportFormat> All { get; } =
    [
        new("langfuse", "Langfuse exports of traces (trace and observations)", Marks("\"observations\"", "\"trace\""), Langfuse.SpansOf),
        new("openai-agents", "traces of the OpenAI Agents SDK (trace.span objects)", Marks("\"trace.span\"", "\"span_data\""),
            OpenAiAgents.SpansOf),
        new("mlflow", "MLflow traces (info and data.spans)", Marks("\"mlflow.span", "\"spans\"", "\"data\""), MlflowTraces.SpansOf),
        new("weave", "Weave calls (JSON lines)", Marks("\"op_name\"", "\"started_at\"", "\"trace_id\""), WeaveCalls.SpansOf),
    ];

    public bool Recognises(ReadOnlySpan<byte> head, string path)
    {
        var text = TextHead.FirstText(head);
        if (text is not [(byte)'{' or (byte)'[', ..])
            return false;
        foreach (var mark in marks)
        {
            if (text.IndexOf(mark) < 0)
                return false;
        }

        return true;
    }

    public ITraceCollector CreateCollector(TraceCase traces) => new Collector(traces, spansOf);

    private static byte[][] Marks(params string[] texts) => [.. texts.Select(System.Text.Encoding.UTF8.GetBytes)];

    private sealed class Collector(TraceCase traces, Func<JsonElement, IEnumerable<PlainSpan>> spansOf) : ValueCollector(traces)
    {
        private readonly SpanCollector _spans = new(traces.Names, traces.Spans);

        public override TraceContents Finish() => new([], [], []);

        protected override string? Take(JsonElement value, RecordOrigin origin, InputFile file, Tally tally)
        {
            var reader = new SpanReader(Traces.Names, file.Source.Zone, Traces.Spans);
            var count = 0;
            foreach (var item in value.ValueKind == JsonValueKind.Array ? JsonMembers.Items(value) : [value])
            {
                foreach (var span in spansOf(item))
                {
                    using var document = LenientJson.Parse(span.ToJson());
                    _spans.Take(document.RootElement, origin with { Index = count++ }, reader, tally);
                }

                if (count == 0 && JsonMembers.Text(item, "object") == "trace")
                    count++;
            }

            return count > 0 ? null : "holds no span, expected one as this service exports them";
        }
    }
}
