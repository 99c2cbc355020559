// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.InspectAi;

/// <summary>
/// Evaluation logs of Inspect AI: <c>.eval</c> (a zip archive of samples) and <c>.json</c>, log format version 2 (inspect_ai,
/// <c>log/_log.py</c>: <c>EvalLog</c>, <c>EvalSample</c>, and <c>event</c>).
/// </summary>
internal sealed class InspectFormat : ITraceFormat
{
    public string Name => "inspect-ai";

    public string Title => "Inspect AI evaluation logs (.eval, .json)";

    public string? Lacks => "the sandbox's address and container: put sandbox.id, container.id or k8s.pod.name into the sample's metadata";

    public bool Recognises(ReadOnlySpan<byte> head, string path)
    {
        var text = TextHead.FirstText(head);
        return text is [(byte)'{', ..] && (IsLog(text) || IsSample(text));
    }

    public ITraceCollector CreateCollector(TraceCase traces) => new InspectCollector(traces);

    private static bool IsLog(ReadOnlySpan<byte> text) =>
        text.IndexOf("\"eval\""u8) >= 0 && text.IndexOf("\"task\""u8) >= 0
            && (text.IndexOf("\"plan\""u8) >= 0 || text.IndexOf("\"eval_id\""u8) >= 0);

    // One sample, taken out of an archive.
    private static bool IsSample(ReadOnlySpan<byte> text) =>
        text.IndexOf("\"epoch\""u8) >= 0 && text.IndexOf("\"target\""u8) >= 0 && text.IndexOf("\"input\""u8) >= 0
            && text.IndexOf("\"messages\""u8) >= 0;
}
