// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>What a document of an index is for.</summary>
/// <param name="IsTrace">Whether it is a span, a tool call or a lease; else it is a record of a log, or nothing known.</param>
/// <param name="Origin">What wrote the record.</param>
/// <param name="File">The file that the record was read from, where the document tells it; else empty.</param>
/// <param name="TellsOriginal">Whether its hash is that of the record in its log, so that ids agree with those from files.</param>
/// <param name="Sensor">See <see cref="Flows.FlowRecord.Sensor"/>.</param>
public readonly record struct SortedDocument(bool IsTrace, LogOrigin Origin, string File, bool TellsOriginal, ulong Sensor);

/// <summary>Tells documents of an index apart, which may hold all of them mixed. Not thread-safe.</summary>
public sealed class DocumentSorter
{
    private readonly EcsRow _row = new();
    private readonly Dictionary<EcsSource, LogOrigin> _origins = [];

    /// <param name="document">A JSON object on one line; what is none is a record that will be rejected.</param>
    public SortedDocument Sort(ReadOnlySpan<byte> document)
    {
        try
        {
            var reader = new Utf8JsonReader(document);
            reader.Read();
            _row.Read(ref reader);
            var source = EcsSources.Of(_row, document);
            if (!_origins.TryGetValue(source, out var origin))
                _origins.Add(source, origin = new LogOrigin(source.Name, source.Slack));
            return new SortedDocument(
                _row.Has(EcsField.CallStart) || _row.Has(EcsField.LeaseAddress) || _row.Has(EcsField.SpanId), origin,
                Encoding.UTF8.GetString(_row[EcsField.RecordFile, document]), EcsIdentity.TellsOriginal(_row), EcsSensor.Of(source, _row, document));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new SortedDocument(false, new LogOrigin(EcsSources.Any.Name, EcsSources.Any.Slack), "", false, 0);
        }
    }

    /// <summary>The fields that tell the sensor of a document, with their values; null for one that is absent and would have come first.</summary>
    public IReadOnlyList<(string Field, string? Value)> SensorOf(ReadOnlySpan<byte> document)
    {
        Sort(document);
        return EcsSensor.FieldsOf(EcsSources.Of(_row, document), _row, document);
    }

    /// <summary>What wrote records of a format of our own.</summary>
    public static LogOrigin OriginOf(string format) =>
        EcsSources.All.FirstOrDefault(s => s.Dataset.Length == 0 && s.Name == format) is { } source ? new LogOrigin(source.Name, source.Slack) : new LogOrigin(EcsSources.Any.Name, EcsSources.Any.Slack);
}
