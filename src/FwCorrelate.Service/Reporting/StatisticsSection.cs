// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Statistics;
using NodaTime;

namespace FwCorrelate.Service.Reporting;

/// <summary>
/// Beyond chance: whether the bursts of each family of rules begin while calls run more often than chance explains, with the pictures.
/// </summary>
internal static class StatisticsSection
{
    public static void Write(InvestigationResult result, HtmlWriter html)
    {
        if (result.Statistics.Count == 0)
            return;
        html.Open("section", null, ("aria-labelledby", "chance")).Open("h2", null, ("id", "chance")).Text("Beyond chance?").Close("h2");
        html.Element("p", "Matches of one family of rules from one sandbox or address with gaps of at most 300 s are one burst. Each test "
            + "asks whether bursts begin while a tool call "
            + "of their sandbox runs more often than chance explains. It speaks of runs: no call is named by it, and no verdict uses it.",
                "hint");
        html.TableHead(
            null, "Family", "Run", "Finding", "#Bursts", "#While a call ran", "#Between episodes", "Calls cover", "Times as often (95 %)",
            "Chance, adjusted", "Pattern in time");
        foreach (var finding in result.Statistics.Take(ReportLimits.Behaviours))
            WriteRow(finding, html);
        html.TableEnd().More(result.Statistics.Count - ReportLimits.Behaviours, "families", "incidents.jsonl");
        foreach (var finding in result.Statistics.Where(f => f.Outcome is not null).OrderByDescending(f => f.Conclusion)
            .Take(ReportLimits.Behaviours))
            WriteTest(finding, html);
        html.CloseBlock("section");
    }

    private static void WriteRow(CoincidenceFinding finding, HtmlWriter html)
    {
        html.Open("tr").Open("th", null, ("scope", "row")).Foreign(finding.Family).Close("th")
            .ForeignElement("td", finding.Runs > 1 ? $"all {finding.Runs}" : finding.Run)
            .Open("td").Text(Words(finding.Conclusion));
        if (finding.Why is { } why)
            html.Element("span", why, "sub");
        html.Close("td").Open("td", "number").Text(finding.Bursts).Close("td")
            .Open("td", "number").Text(finding.InWindows).Close("td")
            .Open("td", "number").Text(finding.OutsideEpisodes).Close("td")
            .Element("td", finding.Coverage is { } coverage ? Percent(coverage) : "–")
            .Element("td", finding.Rates is { } rates ? $"{Number(rates.Ratio)} ({Number(rates.Low)} to {Number(rates.High)})" : "–")
            .Element("td", finding.Adjusted is { } adjusted ? Chance(adjusted) : "–")
            .Element("td", Pattern(finding)).Close("tr");
    }

    private static void WriteTest(CoincidenceFinding finding, HtmlWriter html)
    {
        var outcome = finding.Outcome!;
        html.Open("details", null, ("open", finding.Conclusion >= Conclusion.Withdrawn ? "" : null));
        html.Open("summary").Foreign(finding.Family).Text(": ").Text(Words(finding.Conclusion)).Close("summary");
        html.Open("p").Text(Method(outcome.Test)).Text(" ").Text(outcome.InWindows).Text(" of ")
            .Text(ReportWords.Count(outcome.Bursts, "burst", "bursts"))
            .Text($" begin while a call runs; chance gives as many or more with a probability of {Chance(outcome.PValue)}.").Close("p");
        if (finding.Rates is { } rates)
            html.Element("p",
                $"Of those that do, calls explain {Percent(rates.AttributableShare)} (at least {Percent(rates.LeastAttributableShare)}).");
        ChanceDrawing.Of(outcome)?.Write(html);
        WriteControls(finding, html);
        WriteLags(finding, html);
        var options = finding.Options;
        html.Open("p", "hint").Text(
            $"Fixed beforehand: windows from {ReportTimes.Length(options.Before)} before a call to {ReportTimes.Length(options.After)} "
            + "after it, "
            + $"{options.Shifts} random shifts, seed {options.Seed}.").Close("p").CloseBlock("details");
    }

    private static void WriteControls(CoincidenceFinding finding, HtmlWriter html)
    {
        html.TableHead("The same with windows that cannot be the cause (each significant up to 0.0167)", "Windows", "#Bursts",
            "#In windows", "Chance", "What it says");
        foreach (var control in finding.Controls)
        {
            html.Open("tr").Open("th", null, ("scope", "row")).Text(Words(control.Kind)).Close("th");
            if (control.Outcome is { } outcome)
            {
                var says = control.IsSignificant(finding.Options.Level) ? "it coincides too: a common cause, the finding is withdrawn"
                    : "no coincidence";
                html.Open("td", "number").Text(outcome.Bursts).Close("td").Open("td", "number").Text(outcome.InWindows).Close("td")
                    .Element("td", Chance(outcome.PValue)).Element("td", says);
            }
            else
                html.Element("td", "–", "number").Element("td", "–", "number").Element("td", "–")
                    .Element("td", $"cannot be made: {control.Unavailable}");
            html.Close("tr");
        }

        html.TableEnd();
    }

    private static void WriteLags(CoincidenceFinding finding, HtmlWriter html)
    {
        if (finding.Lags is not { } lags)
            return;
        var best = ReportTimes.Length(Duration.FromSeconds(lags.Best));
        var text = lags.PValue > finding.Options.Level
            ? $"No lag of the clocks makes more of them coincide than chance would find (best {best}, {Chance(lags.PValue)})."
            : lags.IsWholeHours
                ? $"Most coincide if stamps are taken {best} earlier: a zone was mistaken, which is no evidence. Set the source's zone."
            : $"Most coincide at a lag of {best} ({ReportTimes.Length(Duration.FromSeconds(lags.Low!.Value))} to "
            + $"{ReportTimes.Length(Duration.FromSeconds(lags.High!.Value))}), "
                + $"also where chance may choose its lag ({Chance(lags.PValue)}).";
        html.Element("p", text);
        LagDrawing.Of(lags)?.Write(html);
    }

    private static string Words(Conclusion conclusion) => conclusion switch
    {
        Conclusion.Coincides => "coincides with tool calls beyond chance",
        Conclusion.Withdrawn => "withdrawn: a common cause",
        Conclusion.NotBeyondChance => "no more than by chance",
        Conclusion.TooFew => "too few to test",
        _ => "not testable",
    };

    private static string Words(ControlKind kind) => kind switch
    {
        ControlKind.Generation => "while the model generated",
        ControlKind.OtherHosts => "calls of a sandbox on another host",
        _ => "calls one training step later",
    };

    private static string Method(CoincidenceTest test) => test switch
    {
        CoincidenceTest.ConcurrentSandboxes => "Compared with the sandboxes that ran an episode at the same time:",
        CoincidenceTest.BlockShift => "Compared with other times of the same episodes:",
        _ => "Independent runs together:",
    };

    private static string Pattern(CoincidenceFinding finding) => finding switch
    {
        {
            Pattern: TimePattern.Periodic,
            Period: { } period
        } => $"regular, about every {ReportTimes.Length(Duration.FromSeconds(Math.Round(period)))}",
        { Pattern: TimePattern.None } => "none",
        _ => "too few to tell",
    };

    private static string Chance(double value) =>
        value < 0.0001 ? "less than 0.0001" : value.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Number(double value) => double.IsFinite(value) ? value.ToString("0.##", CultureInfo.InvariantCulture) : "∞";

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %");
}
