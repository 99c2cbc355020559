// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>
/// Tool calls and leases as documents of the Elastic Common Schema (what <c>fwcorrelate timeline --format jsonl</c> writes), and spans as
/// the OpenTelemetry collector's Elasticsearch exporter stores them; one per line, as a search hit or bare.
/// </summary>
internal sealed class EcsTraceFormat : ITraceFormat
{
    public string Name => EcsFormat.FormatName;

    public string Title => "Elastic Common Schema documents of tool calls and leases; OpenTelemetry spans out of Elasticsearch (NDJSON)";

    public bool Recognises(ReadOnlySpan<byte> head, string path)
    {
        foreach (var line in TextHead.Lines(head))
        {
            if (line.IsEmpty || line[0] != (byte)'{')
                return false;
            if (Recognised(line.ToArray()) is { } isKnown)
                return isKnown;
        }

        return false;
    }

    public ITraceCollector CreateCollector(TraceCase traces) => new EcsTraceCollector(traces);

    private static bool? Recognised(byte[] line)
    {
        try
        {
            using var document = LenientJson.ParseLimited(line);
            var source = EcsIdentity.SourceOf(document.RootElement);
            var text = new DocumentText(source);
            return ExportedSpans.IsSpan(source) || CallDocuments.IsCall(text) || GenerationDocuments.IsGeneration(text)
                || LeaseDocuments.IsLease(text);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A first line that rotation cut off, or one longer than the head.
            return line.AsSpan().IndexOf("\"TraceId\""u8) > 0 || line.AsSpan().IndexOf("\"span_id\""u8) > 0 ? true : null;
        }
    }
}
