// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Service.Results.Comparing;
using FwCorrelate.Service.Results.Stories;
using NodaTime;

namespace FwCorrelate.Cli.Output;

/// <summary>Gained, lost and changed incidents for a terminal, after what differs in what they were made of.</summary>
internal sealed class ComparisonPage(PageWriter page, DateTimeZone zone)
{
    private const int Column = 9;
    private const int MostCauses = 12;
    private const int MostBy = 3;

    public void Write(ResultComparison found)
    {
        int Of(DifferenceKind kind) => found.Differences.Count(d => d.Kind == kind);
        page.Line($"{PageText.Count(Of(DifferenceKind.Gained))} gained, {PageText.Count(Of(DifferenceKind.Lost))} lost, "
            + $"{PageText.Count(Of(DifferenceKind.Changed))} changed, "
            + $"{PageText.Count(found.Same)} the same. Times in {zone.Id}.", emphasis: Emphasis.Strong);
        WriteCauses(found);
        foreach (var difference in found.Differences)
            Write(difference, found.Causes);
    }

    private void WriteCauses(ResultComparison found)
    {
        if (found.Causes.Count == 0)
            page.Field("MADE OF", found.Differences.Count == 0 ? "the same rules, settings, inputs and arguments"
                : "the same rules, settings, inputs and arguments, which must give the same answer: run 'fwcorrelate evidence verify' on "
                + "both", 0, Column);
        foreach (var (i, cause) in found.Causes.Take(MostCauses).Index())
            page.Field(i == 0 ? "MADE OF" : "", InWords(cause), 0, Column);
        if (found.Causes.Count > MostCauses)
            page.Field("", $"and {PageText.Count(found.Causes.Count - MostCauses, "more difference")}", 0, Column);
        page.Blank();
    }

    private void Write(IncidentDifference difference, IReadOnlyList<ResultChange> causes)
    {
        var incident = difference.Either;
        var word = difference.Kind switch { DifferenceKind.Gained => "+ gained", DifferenceKind.Lost => "- lost", _ => "~ changed" };
        var id = difference is { Before: { } before, After: { } after } && IncidentLookup.IdOf(before) != IncidentLookup.IdOf(after)
            ? $"{IncidentLookup.IdOf(before)} is now {IncidentLookup.IdOf(after)}" : IncidentLookup.IdOf(incident);
        var when = StoredTime.Of(incident, EcsFields.EventStart) is { } start ? PageText.Time(start, zone) : "";
        page.Field(word, $"{id}  {StoredIncidents.LevelOf(incident)}  {when}  {incident.Text(OwnFields.Verdict)}  "
            + $"{StoredIncidents.CauseOf(incident)}", 0, Column + 1, difference.Kind == DifferenceKind.Gained ? Emphasis.Strong
            : Emphasis.None);
        page.Field("", $"{incident.Text(EcsFields.RuleName)}: {incident.Text(OwnFields.Target)}", 0, Column + 1);
        foreach (var field in difference.Fields)
            page.Field("", $"{field.Name}: {field.Before ?? "none"} -> {field.After ?? "none"}", 0, Column + 3);
        if (difference.By.Count > 0)
            page.Field("", (difference.By.Count == causes.Count
                && causes.Count > 1 ? "by any of the differences above"
                : $"by {string.Join("; ", difference.By.Take(MostBy).Select(InWords))}{(difference.By.Count > MostBy ? "; ..." : "")}"),
                0, Column + 3);
    }

    internal static string InWords(ResultChange change) => change.Part switch
    {
        ChangedPart.Rule => $"rule {change.Name} {change.Text}",
        ChangedPart.Settings => $"settings {change.Name} {change.Text}",
        ChangedPart.Input => $"input {change.Name} {change.Text}",
        ChangedPart.Arguments => $"argument {change.Name} {change.Text}",
        _ => $"program {change.Name}, {change.Text}",
    };
}
