// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>
/// Flow records and alerts as documents of the Elastic Common Schema, one per line: what <c>fwcorrelate flows --format jsonl</c> writes,
/// what our pipelines and Elastic's integrations store, as an export or a search writes them (<c>_index</c>, <c>_id</c>, <c>_source</c>) or
/// bare.
/// </summary>
internal sealed class EcsFormat : IFlowFormat
{
    public const string FormatName = "ecs";

    private static readonly InputFile NoFile = new("", "", LogSettings.Plain(""));
    private readonly IReadOnlyList<IFlowFormat> _families;

    // Made when a document is read: nobody else is to wait for the tables of all families.
    private readonly Lazy<EcsMappings> _mappings;
    private readonly Lazy<LogFormat> _table;
    private readonly Lazy<EcsSources> _sources;

    /// <param name="families">Formats whose records this program writes as documents.</param>
    public EcsFormat(IReadOnlyList<IFlowFormat> families)
    {
        _families = families;
        _mappings = new(() => new EcsMappings(families));
        _table = new(CreateTable);
        _sources = new(() => new EcsSources(families, Table));
    }

    public string Name => FormatName;

    public LogFormat Table => _table.Value;

    public EcsSources Sources => _sources.Value;

    public EcsMappings Mappings => _mappings.Value;

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

    public LogFormat OriginOf(ReadOnlySpan<byte> head)
    {
        foreach (var line in TextHead.Lines(head))
        {
            if (FirstDocument.TryRead(line, out var row))
                return Sources.Of(row, line).Format;
        }

        return Table;
    }

    public IFlowParser CreateParser(InputFile file, ReadOnlyMemory<byte> head, string? forcedColumns) => new EcsParser(this);

    /// <summary>The layout of a vendor's record that tells its columns by itself; null where no family recognises the text.</summary>
    public IRecordLayout? LayoutOf(byte[] original) =>
        original.Length == 0 ? null : _families.FirstOrDefault(f => f.Recognises(original, ""))?.CreateParser(NoFile, original, null);

    private LogFormat CreateTable() => new(FormatName)
    {
        Title = "Elastic Common Schema documents (NDJSON: our own, Elastic's integrations, exports of an index)",
        WorstCaseSlack = EcsSources.WidestSlack,
        SlackSource = "that of the format the documents were made of; where they do not tell, the widest of all",
        Mappings = Mappings.All,
        PipelineLack = "such documents are what pipelines make; those of others are read where they are",
        NetworkColumns = [.. _families.SelectMany(f => f.Table.NetworkColumns).Distinct(StringComparer.Ordinal)],
    };

    private bool HoldsFlow(EcsRow row, ReadOnlySpan<byte> line) =>
        (row.Has(EcsField.SourceAddress) && row.Has(EcsField.DestinationAddress)) || row.Has(EcsField.Loss)
        || Sources.Of(row, line).Dataset.Length > 0;
}
