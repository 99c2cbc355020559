// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.Azure;

/// <summary>
/// Reads Azure's flow logs: a record of the log holds the tuples of a minute, each of which is a record here, numbered within it.
/// </summary>
internal sealed class AzureFlowParser : JsonLineParser
{
    // What stands beside each group of tuples: told of a tuple only where all tuples of its record share it.
    private static readonly string[] OfGroups = ["rule", "aclID", "mac"];

    public override LogFormat Format => AzureFlowLog.Format;

    public override bool TryGetField(ReadOnlySpan<byte> record, string column, out string value)
    {
        if (base.TryGetField(record, column, out value))
            return true;
        foreach (var name in OfGroups)
        {
            if (ColumnNames.Comparer.Equals(name, column))
                return TryGetShared(record, name, out value);
        }

        return false;
    }

    protected override UnfoldedLine? Unfold(ReadOnlySpan<byte> line)
    {
        try
        {
            return Tuples(line);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    protected override LineOutcome Read(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> line, Span<byte> scratch, ref FlowRecord record, out string? reason)
    {
        JsonText.Finish(ref reader);
        reason = $"the line '{Excerpt.Of(line)}' cannot be read as a record of Azure's flow logs";
        return LineOutcome.Rejected;
    }

    protected override bool IsAbsent(string column, string value) => value.Length == 0;

    private static UnfoldedLine Tuples(ReadOnlySpan<byte> line)
    {
        var (records, problems) = (new List<FlowRecord>(), new List<string>());
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 64 });
        ulong sensor = 0;
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            if (reader.ValueTextEquals("mac"u8) || reader.ValueTextEquals("macAddress"u8))
            {
                reader.Read();
                sensor = reader.TokenType == JsonTokenType.String ? SensorId.Of(reader.ValueSpan) : sensor;
            }
            else if (reader.ValueTextEquals("flowTuples"u8))
                Take(ref reader, sensor, records, problems);
        }

        return new UnfoldedLine(records, problems);
    }

    private static void Take(ref Utf8JsonReader reader, ulong sensor, List<FlowRecord> records, List<string> problems)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            return;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var record = new FlowRecord
            {
                Index = (ushort)Math.Min(ushort.MaxValue, records.Count + problems.Count),
                Kind = RecordKind.Flow,
                Sensor = sensor
            };
            if (reader.TokenType == JsonTokenType.String && AzureTuple.TryRead(reader.ValueSpan, ref record))
                records.Add(record);
            else
                problems.Add($"the tuple '{Excerpt.Of(reader.HasValueSequence ? default : reader.ValueSpan)}' cannot be read, expected "
                    + $"{AzureTuple.Expectation}");
            reader.Skip();
        }
    }

    private static bool TryGetShared(ReadOnlySpan<byte> record, string name, out string value)
    {
        value = "";
        try
        {
            var reader = new Utf8JsonReader(record, new JsonReaderOptions { MaxDepth = 64 });
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals(name))
                    continue;
                reader.Read();
                if (reader.TokenType != JsonTokenType.String)
                    continue;
                var found = reader.GetString()!;
                if (value.Length > 0 && found != value)
                    return false;
                value = found;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }

        return value.Length > 0;
    }
}
