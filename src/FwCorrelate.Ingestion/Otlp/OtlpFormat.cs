// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>
/// OpenTelemetry spans as JSON: OTLP export requests, one per line or one document (OTLP specification, "JSON Protobuf
/// encoding"), as Grafana Tempo's API answers, and spans as the SDKs' console exporters and mozilla any-agent write them; also as
/// containers printed them.
/// </summary>
internal sealed class OtlpFormat : ITraceFormat
{
    public string Name => "otlp-json";

    public string Title => "OpenTelemetry spans, and events of Claude Code, Codex and GenAI among its logs (OTLP JSON, SDK console JSON)";

    public bool Recognises(ReadOnlySpan<byte> head, string path)
    {
        var text = TextHead.FirstText(head);
        if (ContainerLines.HoldSpans(text))
            return true;
        if (text.IsEmpty || text[0] is not ((byte)'{' or (byte)'['))
            return false;
        if (text.IndexOf("\"resourceSpans\""u8) >= 0 || text.IndexOf("\"scopeSpans\""u8) >= 0
            || text.IndexOf("\"resource_spans\""u8) >= 0 || text.IndexOf("\"instrumentationLibrarySpans\""u8) >= 0)
            return true;
        if (text.IndexOf("\"resourceLogs\""u8) >= 0)
            return text.IndexOf("claude_code."u8) >= 0 || text.IndexOf("codex."u8) >= 0 || text.IndexOf("\"tool_result\""u8) >= 0
                || text.IndexOf("gen_ai."u8) >= 0;
        return text.IndexOf("\"context\""u8) >= 0 && text.IndexOf("\"trace_id\""u8) >= 0 && text.IndexOf("\"start_time\""u8) >= 0;
    }

    public ITraceCollector CreateCollector(TraceCase traces) => new SpanCollector(traces.Names, traces.Spans);
}
