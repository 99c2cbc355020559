// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Documents;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Service.Results.Comparing;
using FwCorrelate.Service.Results.Stories;

namespace FwCorrelate.Cli.Output;

/// <summary>A comparison for other programs: an incident a line in JSON, a changed field a row in CSV.</summary>
internal static class ComparisonRows
{
    public static void WriteJson(ResultComparison found, Terminal terminal)
    {
        using var lines = new JsonLines(terminal);
        foreach (var difference in found.Differences)
        {
            lines.Write(new EcsDocument().Set(EcsFields.EventId, IncidentLookup.IdOf(difference.Either))
                .Set(OwnFields.CompareKind, NameOf(difference.Kind))
                .Set(OwnFields.CompareBefore, difference.Before is { } before ? IncidentLookup.IdOf(before) : null)
                .Set(OwnFields.CompareFields,
                    [.. difference.Fields.Select(f => new EcsDocument().Set("name", f.Name).Set("before", f.Before).Set("after", f.After))])
                .Set(OwnFields.CompareBy, [.. difference.By.Select(ComparisonPage.InWords)])
                .Set(EcsFields.RuleName, difference.Either.Text(EcsFields.RuleName)));
        }
    }

    public static void WriteCsv(ResultComparison found, Terminal terminal)
    {
        var csv = new CsvText(terminal);
        csv.Row("kind", "incident", "incident_before", "rule", "field", "before", "after", "by");
        foreach (var difference in found.Differences)
        {
            foreach (var field in difference.Fields.DefaultIfEmpty(new FieldDifference("", null, null)))
            {
                csv.Text(NameOf(difference.Kind)).Text(difference.After is { } after ? IncidentLookup.IdOf(after) : "")
                    .Text(difference.Before is { } before ? IncidentLookup.IdOf(before) : "")
                    .Text(difference.Either.Text(EcsFields.RuleName)).Text(field.Name).Text(field.Before).Text(field.After)
                    .Text(string.Join("; ", difference.By.Select(ComparisonPage.InWords))).EndRow();
            }
        }
    }

    private static string NameOf(DifferenceKind kind) => kind.ToString().ToLowerInvariant();
}
