// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Otlp;
using FwCorrelate.Ingestion.Text;
using NodaTime;

namespace FwCorrelate.Ingestion.Gpu;

/// <summary>
/// Reads what Prometheus's HTTP API answers: <c>data.result[]</c> with a <c>metric</c> and <c>values</c> or one <c>value</c> of [seconds,
/// "number"].
/// </summary>
internal sealed class PrometheusReader(InputFile file, GpuSampleTable table, Tally tally)
{
    public void Read(OpenedInput input) => JsonValues.Read(input, tally, Take);

    private void Take(JsonValue value)
    {
        try
        {
            using var document = LenientJson.ParseLimited(value.Bytes);
            if (document.RootElement is not { ValueKind: JsonValueKind.Object } root || !root.TryGetProperty("data", out var data)
                || data.ValueKind != JsonValueKind.Object || !data.TryGetProperty("result", out var result)
                || result.ValueKind != JsonValueKind.Array)
            {
                tally.Reject(
                    value.Line, value.Offset, $"'{Excerpt.Of(value.Bytes.Span)}' is no answer of Prometheus, expected data.result");
                return;
            }

            var hash = RecordHash.Of(value.Raw.Span);
            foreach (var series in result.EnumerateArray())
                TakeSeries(series, value, hash);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            tally.Reject(value.Line, value.Offset, $"'{Excerpt.Of(value.Bytes.Span)}' is not JSON: {e.Message}");
        }
    }

    private void TakeSeries(JsonElement series, JsonValue value, RecordHash hash)
    {
        var labels = series.ValueKind == JsonValueKind.Object && series.TryGetProperty("metric", out var metric)
            && metric.ValueKind == JsonValueKind.Object
            ? metric.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.String).DistinctBy(p => p.Name)
            .ToDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.Ordinal)
            : [];
        if (!labels.TryGetValue("__name__", out var name))
            tally.Reject(value.Line, value.Offset, "a series has no metric with a __name__, expected one");
        else if (!GpuMetric.IsRead(name))
            tally.Ignored++;
        else
        {
            var index = 0;
            foreach (var point in PointsOf(series))
                TakePoint(point, name, labels, new RecordOrigin(file.Path, value.Line, index++, value.Offset, hash));
        }
    }

    private static IEnumerable<JsonElement> PointsOf(JsonElement series) =>
        series.TryGetProperty("values", out var values) && values.ValueKind == JsonValueKind.Array ? values.EnumerateArray()
        : series.TryGetProperty("value", out var value) ? [value] : [];

    private void TakePoint(JsonElement point, string metric, IReadOnlyDictionary<string, string> labels, RecordOrigin origin)
    {
        if (point is not { ValueKind: JsonValueKind.Array } || point.GetArrayLength() != 2 || point[0].ValueKind != JsonValueKind.Number
            || point[0].GetDouble() is not (> 0 and < 4e9) || point[1].ValueKind != JsonValueKind.String
            || !double.TryParse(point[1].GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            tally.Reject(
                origin.Line, origin.Offset, $"'{Excerpt.Of(point.ToString())}' is no point of {metric}, expected [seconds, \"number\"]");
            return;
        }

        var time = Instant.FromUnixTimeMilliseconds((long)(point[0].GetDouble() * 1000)) - file.Source.ClockOffset;
        if (table.Add(metric, labels, number, time, origin) is { } reason)
            tally.Reject(origin.Line, origin.Offset, reason);
        else
            tally.Count(time, time);
    }
}
