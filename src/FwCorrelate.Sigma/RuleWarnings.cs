// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Formats;
using FwCorrelate.Sigma.Examples;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma;

/// <summary>Finds what is no error of a rule and yet must not pass in silence.</summary>
public static class RuleWarnings
{
    /// <summary>
    /// Rules that never run, by log source, rules that run and can match nothing, and those that ask for columns that nobody knows; by
    /// place.
    /// </summary>
    /// <param name="formats">Those whose columns are known.</param>
    public static IReadOnlyList<RuleWarning> Of(LoadedRules loaded, IReadOnlyList<LogFormat> formats)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        return [.. ElsewhereOf(loaded).Concat(NeverOf(loaded)).Concat(UnknownFieldsOf(loaded, formats))
            .OrderBy(w => w.File, StringComparer.Ordinal).ThenBy(w => w.Line)];
    }

    /// <summary>
    /// What a pack for others should have: a description, a level, false positives, and examples of both kinds beside each rule.
    /// </summary>
    public static IReadOnlyList<RuleWarning> OfQuality(LoadedRules loaded)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        var untested = RuleTests.Run(loaded).Results.ToDictionary(r => r.Rule.Id);
        return [.. loaded.Documents.Where(r => loaded.Detector.Correlations.IsReported(r.Id)).OrderBy(r => r.File, StringComparer.Ordinal)
            .ThenBy(r => r.Position.Line)
            .SelectMany(r => MissingIn(r, untested[r.Id]).Select(m =>
            new RuleWarning(RuleWarningKind.Quality, r.File, r.Position.Line, r.Position.Column, 1, $"'{r.Title}' has no {m.What}.",
                m.Do)))];
    }

    private static IEnumerable<RuleWarning> ElsewhereOf(LoadedRules loaded)
    {
        foreach (var source in loaded.Errors.Where(e => e.Kind == RuleErrorKind.NoSuchLogSource).GroupBy(e => e.LogSource?.ToString()))
        {
            var (first, count) = (source.First(), source.Count());
            var what = count == 1 ? first.What : string.Create(CultureInfo.InvariantCulture,
                $"{count:N0} rules never run, this one first: they are for {source.Key}, and there is no such log source here.");
            yield return new RuleWarning(RuleWarningKind.NoSuchLogSource, first.File, first.Line, first.Column, count, what, first.Do);
        }
    }

    private static IEnumerable<RuleWarning> NeverOf(LoadedRules loaded)
    {
        for (var i = 0; i < loaded.Rules.Count; i++)
        {
            var (rule, outline) = (loaded.Rules[i], loaded.Detector.Outline(i, []));
            if (outline.NeverMatches)
                yield return new RuleWarning(
                    RuleWarningKind.NeverMatches, rule.File, rule.Position.Line, rule.Position.Column, 1,
                    $"'{rule.Title}' can match nothing: it is blind {outline.BlindWhere[0]}.",
                    "Use fields that src/FwCorrelate.Sigma/README.md lists for its log source.");
        }
    }

    private static IEnumerable<RuleWarning> UnknownFieldsOf(LoadedRules loaded, IReadOnlyList<LogFormat> formats)
    {
        var columns = new VendorColumns(formats);
        foreach (var rule in loaded.Documents)
        {
            var unknown = loaded.Detector.VendorFieldsOf(rule.Id).Where(n => !columns.IsKnown(n)).ToList();
            if (unknown.Count > 0 && loaded.Detector.NeedsUnknown(rule.Id, columns.IsKnown))
                yield return new RuleWarning(RuleWarningKind.UnknownField, rule.File, rule.Position.Line, rule.Position.Column, 1,
                    $"'{rule.Title}' asks for {string.Join(", ", unknown.Select(n => $"'{n}'"))}, which no log that is read here is known "
                    + "to have.",
                    "Use fields that src/FwCorrelate.Sigma/README.md lists; where your logs have the column, leave it as it is.");
        }
    }

    private static IEnumerable<(string What, string Do)> MissingIn(RuleDocument rule, RuleTestResult tests)
    {
        if (rule.Description.Length == 0)
            yield return ("description", "Say what it sees and why that matters.");
        if (!rule.HasLevel)
            yield return ("level", "Add 'level'; medium is taken where there is none.");
        if (rule.FalsePositives.Count == 0)
            yield return ("false positives", "Add 'falsepositives' with what else looks like it.");
        if (tests.Positive == 0 || tests.Negative == 0)
            yield return (tests.HasExamples ? "examples of both kinds" : "examples",
                "Put events that it must match and events that it must not beside it, in NAME.tests.yml.");
    }
}
