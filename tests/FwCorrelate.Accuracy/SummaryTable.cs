// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace FwCorrelate.Accuracy;

/// <summary>
/// One row per scenario, as Markdown: shares of records, and of wrong things also the upper end of the exact interval over causes.
/// </summary>
internal static class SummaryTable
{
    private static readonly string[] Columns =
    [
        "scenario", "rungs", "calls", "named, of decidable", "named wrongly", "in the set", "innocent named", "innocent: `agent_initiated`", "agent exonerated",
        "verdict right", "worst bin",
    ];

    private const int FewestInBin = 200;

    public static void Write(TextWriter writer, IEnumerable<(string Name, ScenarioScore Score)> scenarios)
    {
        writer.WriteLine($"| {string.Join(" | ", Columns)} |");
        writer.WriteLine($"|{string.Concat(Columns.Select(_ => " --- |"))}");
        foreach (var (name, score) in scenarios)
            writer.WriteLine($"| {string.Join(" | ", Cells(name, score))} |");
    }

    private static IEnumerable<string> Cells(string name, ScenarioScore score)
    {
        var total = score.Total;
        yield return name;
        yield return string.Concat(score.ByRung.Keys.Select(r => r.ToString()));
        yield return total.Calls.ToString(CultureInfo.InvariantCulture);
        yield return Share(total.NamedOfDecidable);
        yield return Bounded(total.Wrong);
        yield return Share(total.InSet);
        yield return Bounded(total.BlamedByName);
        yield return Bounded(total.BlamedByVerdict);
        yield return Bounded(total.Exonerated);
        yield return Share(score.Verdicts.Right);
        yield return WorstBin(total.Calibration);
    }

    private static string Share(Rate rate) =>
        rate.OfRecords == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * rate.Records / rate.OfRecords:0.0} %");

    private static string Bounded(Rate rate) => rate.OfRecords == 0
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"{100.0 * rate.Records / rate.OfRecords:0.00} % (≤ {100 * rate.CauseInterval.High:0.00})");

    /// <summary>The bin with enough candidates whose stated weight is farthest from the truth.</summary>
    private static string WorstBin(Calibration calibration)
    {
        var bins = calibration.Bins.Where(b => b.Count >= FewestInBin).ToList();
        if (bins.Count == 0)
            return "";
        var worst = bins.MaxBy(b => Math.Abs(b.Share - b.MeanStated));
        return string.Create(CultureInfo.InvariantCulture, $"{worst.MeanStated:0.00} is {worst.Share:0.00}");
    }
}
