// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Incidents;

namespace FwCorrelate.Scenarios;

/// <summary>What really caused a record of a scenario: see <c>fixtures/README.md</c>.</summary>
internal sealed record TruthRow(string Cause, string Act, string? TraceId, string? SpanId, bool IsDecidable, string Why);

/// <summary>The ground truth beside a scenario. A record that is not in it is benign.</summary>
internal sealed class ScenarioTruth
{
    private readonly Dictionary<(string File, long Line), TruthRow> _rows = [];

    private ScenarioTruth(string file)
    {
        foreach (var line in File.ReadLines(file))
        {
            using var document = JsonDocument.Parse(line);
            var row = document.RootElement;
            _rows[(row.GetProperty("file").GetString()!, row.GetProperty("line").GetInt64())] = new TruthRow(
                row.GetProperty("cause").GetString()!, row.GetProperty("act").GetString()!, Text(row, "trace_id"), Text(row, "span_id"),
                row.GetProperty("decidable").GetBoolean(), Text(row, "why") ?? "");
        }
    }

    public static ScenarioTruth OfScenario(string name) => new(Folders.Scenario(name) + ".truth.jsonl");

    public static ScenarioTruth OfFile(string file) => new(file);

    public TruthRow Of(AttributedRecord record) => Of(record.Origin.File, record.Origin.Line);

    public TruthRow Of(string file, long line) =>
        _rows.GetValueOrDefault((file, line)) ?? new TruthRow("benign", "benign", null, null, false, "benign");

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? value.GetString() : null;
}
