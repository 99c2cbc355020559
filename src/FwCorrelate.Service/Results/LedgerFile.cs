// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Incidents;
using FwCorrelate.Service.Census;

namespace FwCorrelate.Service.Results;

/// <summary>
/// <c>ledger.json</c>: the counters in the order of their sums, the same per source, the files that nothing recognised or read to the
/// end, and what could have shown what each episode did.
/// </summary>
internal static class LedgerFile
{
    private const int FlushedBytes = 1 << 16;

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
        WriteEpisodes(writer, result.Episodes);
        writer.WriteEndObject();
    }

    // Each on a line of its own: there may be very many.
    private static void WriteEpisodes(Utf8JsonWriter writer, IReadOnlyList<EpisodeCoverage> episodes)
    {
        writer.WriteStartArray("episodes");
        foreach (var episode in episodes)
        {
            writer.WriteRawValue("\n    " + Document(episode));
            if (writer.BytesPending > FlushedBytes)
                writer.Flush();
        }

        writer.WriteEndArray();
    }

    private static EcsDocument Document(EpisodeCoverage episode) => new EcsDocument()
        .Set("run", episode.RunId)
        .Set("id", episode.Id)
        .Set("step", episode.Step)
        .Set("task", episode.TaskId)
        .Set("checkpoint", episode.Checkpoint)
        .Set("reward", episode.Reward?.ToString(CultureInfo.InvariantCulture))
        .Set("sandbox", episode.SandboxId)
        .Set("start", EcsTime.Format(episode.Start))
        .Set("end", EcsTime.Format(episode.End))
        .Set("calls", episode.Calls)
        .Set("tools", episode.Tools)
        .Set("traces", episode.IsTraceWhole ? "whole" : "in_part")
        .Set("rung", episode.Rung)
        .Set("logs", episode.Logs);

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
