// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Incidents;

namespace FwCorrelate.Service.Results;

/// <summary>
/// <c>ledger.json</c>: the counters in the order of their sums, the same per source, and the files that nothing recognised or read to the
/// end.
/// </summary>
internal static class LedgerFile
{
    public static void Write(InvestigationResult result, Stream stream)
    {
        using var writer = new Utf8JsonWriter(stream, EcsDocument.WriterOptions with { Indented = true, NewLine = "\n" });
        writer.WriteStartObject();
        WriteLedger(writer, result.Ledger);
        writer.WriteStartObject("sources");
        foreach (var (name, ledger) in result.LedgerBySource.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            writer.WriteStartObject(name);
            WriteLedger(writer, ledger);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteStartArray("unrecognised_files");
        foreach (var input in result.Inputs.Where(i => i.Role == InputRole.Unrecognised).OrderBy(i => i.Path, StringComparer.Ordinal))
            writer.WriteStringValue(input.Path);
        writer.WriteEndArray();
        writer.WriteStartArray("damaged_files");
        foreach (var input in result.Inputs.Where(i => i.Role == InputRole.Damaged).OrderBy(i => i.Path, StringComparer.Ordinal))
            writer.WriteStringValue(input.Path);
        writer.WriteEndArray();
        writer.WriteNumber("rejected_not_listed", result.RejectedUnlisted);
        writer.WriteEndObject();
    }

    private static void WriteLedger(Utf8JsonWriter writer, Ledger ledger)
    {
        foreach (var (name, count) in ledger.Counters)
            writer.WriteNumber(name, count);
        var discrepancies = ledger.Discrepancies();
        writer.WriteBoolean("adds_up", discrepancies.Count == 0);
        if (discrepancies.Count == 0)
            return;
        writer.WriteStartArray("discrepancies");
        foreach (var discrepancy in discrepancies)
            writer.WriteStringValue(discrepancy);
        writer.WriteEndArray();
    }
}
