// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Incidents;
using FwCorrelate.Statistics;
using NodaTime;

namespace FwCorrelate.Cli.Output;

/// <summary>
/// What statistics say of a behaviour, in one line for somebody who is no statistician: no chances, only what follows from them.
/// </summary>
internal static class CoincidenceText
{
    /// <summary>Null where only tool calls matched: there is nothing to coincide.</summary>
    public static string? Of(Behaviour behaviour) =>
        behaviour.Incidents.Select(i => i.Statistics).OfType<CoincidenceFinding>().OrderByDescending(f => f.Conclusion)
            .FirstOrDefault() is { } finding
            ? Of(finding) + Pattern(finding) : null;

    // Short enough for one line of 80 columns beside its label.
    private static string Of(CoincidenceFinding finding) => finding.Conclusion switch
    {
        Conclusion.Coincides => $"coincides with tool calls beyond chance ({Counts(finding)})",
        Conclusion.Withdrawn => "coincides with calls, but so do its controls: a common cause",
        Conclusion.NotBeyondChance when finding.Why is not null => "calls run too much of the time for timing to tell",
        Conclusion.NotBeyondChance => $"no more with calls than by chance ({Counts(finding)})",
        Conclusion.TooFew => $"too few to test ({PageText.Count(finding.Bursts, "burst")})",
        _ => "not testable: the report says why",
    };

    private static string Counts(CoincidenceFinding finding) => $"{PageText.Count(finding.InWindows)} of {PageText.Count(finding.Bursts)}";

    private static string Pattern(CoincidenceFinding finding) => finding switch
    {
        { Pattern: TimePattern.Periodic, Period: { } period } => $"; about every {PageText.Span(Duration.FromSeconds(Math.Round(period)))}",
        { Pattern: TimePattern.None } => "; irregular",
        _ => "",
    };
}
