// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Service;
using NodaTime;

namespace FwCorrelate.Cli.Output;

/// <summary>What "not seen" means, in words: by how many rules, in which sources, from when to when.</summary>
internal static class NotSeenText
{
    /// <summary>
    /// One line for each set of sources that rules without a match watched, most rules first; blind rules are left out. The page tells
    /// what each source covers; here stands from when to when they do together.
    /// </summary>
    public static IReadOnlyList<string> Lines(InvestigationResult result, DateTimeZone zone) =>
    [
        .. result.Rules.Where(r => r.Rule.IsReported && r.Matches == 0 && r.BlindBecause is null)
            .GroupBy(r => Together(r.Watched, zone)).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => g.Key.Length == 0
                ? $"{PageText.Count(g.Count(), "rule")} had nothing to watch: no source covers the time that was asked for"
                : $"{PageText.Count(g.Count(), "rule")} saw nothing in {g.Key}{Caveat(result, g.First().Watched)}"),
    ];

    /// <summary>Why a rule saw nothing: what it watched, or why it is blind.</summary>
    public static string Of(RuleTrust rule, DateTimeZone zone) =>
        rule.BlindBecause is { } blind ? $"BLIND: {blind}"
        : rule.Watched.Count == 0 ? "not seen, and no source covers the time that was asked for"
        : $"not seen in {Watched(rule.Watched, zone)}";

    /// <summary>Sources and the time that each covers; sources that cover the same time are named together.</summary>
    public static string Watched(IReadOnlyList<WatchedSource> sources, DateTimeZone zone) => string.Join(
        "; ", sources.GroupBy(s => PageText.Range(s.From, s.To, zone))
            .Select(g => $"{string.Join(", ", g.Select(s => s.Name))} ({g.Key})"));

    private static string Together(IReadOnlyList<WatchedSource> sources, DateTimeZone zone) => sources.Count == 0
        ? ""
        : $"{string.Join(", ", sources.Select(s => s.Name))}, {PageText.Range(sources.Min(s => s.From), sources.Max(s => s.To), zone)}";

    // Silence of a source is no proof that nothing happened.
    private static string Caveat(InvestigationResult result, IReadOnlyList<WatchedSource> watched)
    {
        var gaps = result.Sources.Where(s => watched.Any(w => w.Name == s.Settings.Name))
            .Sum(s => s.Gaps.Count(g => Overlaps(g, watched.First(w => w.Name == s.Settings.Name))));
        return gaps == 0 ? "" : $", but for {PageText.Count(gaps, "gap")}";
    }

    private static bool Overlaps(CoverageGap gap, WatchedSource watched) =>
        gap.Interval.Start <= watched.To && watched.From <= gap.Interval.End;
}
