// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Text;
using NodaTime;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>
/// Flow records and alerts as documents of the Elastic Common Schema, one per line: what <c>fwcorrelate flows --format jsonl</c> writes, what
/// our pipelines and Elastic's integrations store, as an export or a search writes them (<c>_index</c>, <c>_id</c>, <c>_source</c>) or bare.
/// </summary>
internal sealed class EcsFormat : IFlowFormat
{
    public const string FormatName = "ecs";

    public string Name => FormatName;

    public string Title => "Elastic Common Schema documents (NDJSON: our own, Elastic's integrations, exports of an index)";

    public Duration WorstCaseSlack => EcsSources.Any.Slack;

    public string SlackSource => "that of the format the documents were made of; where they do not tell, the widest of all";

    public ReadOnlySpan<byte> HeaderMark => default;

    public bool ReadsDocuments => true;

    public bool IsHeader(ReadOnlySpan<byte> line) => false;

    public bool Recognises(ReadOnlySpan<byte> head, string path)
    {
        foreach (var line in TextHead.Lines(head))
        {
            if (line.Length < 3 || line[0] != (byte)'{')
                return false;
            if (FirstDocument.TryRead(line, out var row))
                return row.Has(EcsField.Format) || (row.Has(EcsField.Timestamp) && HoldsFlow(row, line));
        }

        return false;
    }

    public LogOrigin OriginOf(ReadOnlySpan<byte> head)
    {
        foreach (var line in TextHead.Lines(head))
        {
            if (FirstDocument.TryRead(line, out var row))
            {
                var source = EcsSources.Of(row, line);
                return new LogOrigin(source.Name, source.Slack);
            }
        }

        return new LogOrigin(Name, WorstCaseSlack);
    }

    public IFlowParser CreateParser(InputFile file, ReadOnlyMemory<byte> head, string? forcedColumns) => new EcsParser();

    private static bool HoldsFlow(EcsRow row, ReadOnlySpan<byte> line) =>
        (row.Has(EcsField.SourceAddress) && row.Has(EcsField.DestinationAddress)) || row.Has(EcsField.Loss)
        || EcsSources.Of(row, line).Dataset.Length > 0;
}
