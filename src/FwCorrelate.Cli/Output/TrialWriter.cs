// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Documents;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Redaction;

namespace FwCorrelate.Cli.Output;

/// <summary>Writes records raw beside normalised.</summary>
internal static class TrialWriter
{
    private const int LongestRaw = 600;
    private const int Column = 34;
    private static readonly string[] Omitted = [EcsFields.EcsVersion, EcsFields.EventOriginal, OwnFields.Record];

    public static void Write(FormatTrial trial, string format, Terminal terminal)
    {
        if (format == FormatOption.Jsonl)
            WriteJson(trial, terminal);
        else
            WritePage(trial, PageWriter.To(terminal));
    }

    private static void WriteJson(FormatTrial trial, Terminal terminal)
    {
        using var lines = new JsonLines(terminal);
        foreach (var record in trial.Records)
        {
            lines.Write(new EcsDocument().Set("format", trial.Format).Set("line", record.Line)
                .Set("raw", CommandRedaction.MaskSecrets(record.Raw))
                .Set("normalised", [record.Document]));
        }

        lines.Write(new EcsDocument().Set("format", trial.Format).Set("unmapped", trial.Unmapped ?? [])
            .Set("problems", [.. trial.Problems.Select(CommandRedaction.MaskSecrets)]));
    }

    private static void WritePage(FormatTrial trial, PageWriter page)
    {
        if (trial.Format.Length > 0)
            page.Line($"{trial.Format}: {trial.Title}", emphasis: Emphasis.Strong);
        foreach (var record in trial.Records)
        {
            page.Blank();
            page.Field($"line {record.Line}", TerminalText.EscapeLines(CommandRedaction.MaskSecrets(record.Raw), LongestRaw), 0, 10);
            foreach (var (field, value) in FieldsOf(record.Document))
                page.Field(field, value, 2, Column);
        }

        if (trial.Unmapped is { } unmapped)
        {
            page.Blank();
            page.Field("nothing maps", unmapped.Count == 0 ? "none: every column is mapped" : string.Join(", ", unmapped), 0, 14);
        }

        if (trial.Problems.Count == 0)
            return;
        page.Blank();
        foreach (var problem in trial.Problems)
            page.Field("problem", CommandRedaction.MaskSecrets(problem), 0, 10, Emphasis.Caution);
    }

    private static IEnumerable<(string Field, string Value)> FieldsOf(EcsDocument document)
    {
        using var text = new MemoryStream();
        using (var writer = new JsonLinesWriter(text))
            writer.Write(document);
        using var json = JsonDocument.Parse(text.ToArray());
        return [.. Flatten("", json.RootElement)
            .Where(f => !Omitted.Any(o => f.Field == o || f.Field.StartsWith(o + ".", StringComparison.Ordinal)))];
    }

    private static IEnumerable<(string Field, string Value)> Flatten(string path, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return [(path, value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText())];
        return value.EnumerateObject().SelectMany(m => Flatten(path.Length == 0 ? m.Name : $"{path}.{m.Name}", m.Value));
    }
}
