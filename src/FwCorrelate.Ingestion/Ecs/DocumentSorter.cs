// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using FwCorrelate.Formats;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>Tells documents of an index apart, which may hold all of them mixed. Not thread-safe.</summary>
public sealed class DocumentSorter(FlowFormats formats)
{
    private readonly EcsSources _sources = formats.Documents.Sources;
    private readonly EcsRow _row = new();

    /// <param name="document">A JSON object on one line; what is none is a record that will be rejected.</param>
    public SortedDocument Sort(ReadOnlySpan<byte> document)
    {
        try
        {
            var reader = new Utf8JsonReader(document);
            reader.Read();
            _row.Read(ref reader);
            var source = _sources.Of(_row, document);
            return new SortedDocument(
                _row.Has(EcsField.CallStart) || _row.Has(EcsField.LeaseAddress) || _row.Has(EcsField.SpanId), source.Format,
                Encoding.UTF8.GetString(_row[EcsField.RecordFile, document]), EcsIdentity.TellsOriginal(_row),
                EcsSensor.Of(source, _row, document));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new SortedDocument(false, _sources.Any.Format, "", false, 0);
        }
    }

    /// <summary>
    /// The fields that tell the sensor of a document, with their values; null for one that is absent and would have come first.
    /// </summary>
    public IReadOnlyList<(string Field, string? Value)> SensorOf(ReadOnlySpan<byte> document)
    {
        Sort(document);
        return EcsSensor.FieldsOf(_sources.Of(_row, document), _row, document);
    }

    /// <summary>What wrote records of a format of our own.</summary>
    public LogFormat OriginOf(string format) => _sources.OriginOf(format);
}
