// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.JsonLines;

namespace FwCorrelate.Ingestion.Azure;

/// <summary>Azure's flow logs as blobs hold them (<c>PT1H.json</c>, records within <c>records</c>) or one record a line.</summary>
internal sealed class AzureFlowFormat : IFlowFormat
{
    public LogFormat Table => AzureFlowLog.Format;

    public ReadOnlySpan<byte> HeaderMark => default;

    public bool ReadsDocuments => true;

    public bool IsHeader(ReadOnlySpan<byte> line) => false;

    public bool Recognises(ReadOnlySpan<byte> head, string path)
    {
        var names = FirstObject.Of(head, isNested: true).Keys;
        return names.Any(n => n is "flowrecords.flows" or "properties.flows")
            || (head.IndexOf("\"flowTuples\""u8) > 0 && head.IndexOf("FlowEvent"u8) > 0);
    }

    /// <summary>A record of a busy minute is long.</summary>
    public int LongestLine(ReadOnlySpan<byte> head) => Inputs.LineBlockReader.MaxDocument;

    public IFlowParser CreateParser(InputFile file, ReadOnlyMemory<byte> head, string? forcedColumns) => new AzureFlowParser();
}
