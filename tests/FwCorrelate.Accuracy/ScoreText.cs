// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Incidents;
using FwCorrelate.Simulation;
using FwCorrelate.Statistics;

namespace FwCorrelate.Accuracy;

/// <summary>Prints the score of a scenario in full.</summary>
internal sealed class ScoreText(TextWriter writer)
{
    private const int MostClocks = 10;

    public void Write(Scenario scenario, ScenarioScore score)
    {
        Line($"== {scenario.Name}: {scenario.Summary}");
        foreach (var (rung, part) in score.ByRung)
            Write($"rung {rung}", part);
        if (score.ByRung.Count > 1)
            Write("all rungs", score.Total);
        WriteVerdicts(score.Verdicts);
        WriteCalibration(score.Total.Calibration);
        WriteClocks(score.Clocks);
        Line($"   {score.CpuSeconds:0.0} s of CPU");
        foreach (var worst in score.Worst)
            worst.Write(writer);
        writer.WriteLine();
    }

    private void Write(string rung, Score score)
    {
        Line($"   {rung}: {score.AgentRecords} records of {score.Calls} calls that acted, {score.InnocentRecords} of others");
        foreach (var rate in score.Rates.Where(r => r.OfRecords > 0))
        {
            var records = string.Create(CultureInfo.InvariantCulture, $"{rate.Records,8} of {rate.OfRecords,8} records {Percent(rate.Records, rate.OfRecords)}");
            Line($"     {rate.Name,-32} {records}   {rate.Causes,6} of {rate.OfCauses,6} causes {Percent(rate.Causes, rate.OfCauses)} [{rate.CauseInterval}]");
        }
    }

    private void WriteVerdicts(VerdictScore score)
    {
        var said = Enum.GetValues<Verdict>();
        writer.WriteLine($"   {"verdict (truth down)",-22}" + string.Concat(said.Select(v => $"{v,20}")));
        foreach (var truth in score.Truths)
            writer.WriteLine($"     {truth,-20}" + string.Concat(said.Select(v => $"{score[truth, v],20}")));
        var right = score.Right;
        if (right.OfCauses > 0)
        {
            var share = Percent(right.Causes, right.OfCauses);
            Line($"     {right.Name,-32} {right.Causes,8} of {right.OfCauses,8} incidents of one cause {share} [{right.CauseInterval}]");
        }
    }

    private void WriteCalibration(Calibration calibration)
    {
        writer.WriteLine("   weight stated   candidates   mean stated   true");
        for (var i = 0; i < Calibration.BinCount; i++)
        {
            var bin = calibration.Bins[i];
            if (bin.Count > 0)
                Line($"     {0.1 * i:0.0}-{0.1 * (i + 1):0.0}     {bin.Count,12}   {bin.MeanStated,11:0.000}   {bin.Share:0.000} [{bin.Interval}]");
        }
    }

    private void WriteClocks(List<ClockFinding> clocks)
    {
        foreach (var source in clocks.GroupBy(c => c.Source, StringComparer.Ordinal))
        {
            var (seeds, known, holding) = (source.Count(), source.Where(c => c.IsKnown).ToList(), source.Count(c => c.HoldsTruth));
            Line($"   clock of {source.Key}: found in {known.Count} of {seeds} seeds; truth in the interval in {holding} of {seeds} [{BinomialInterval.Of(holding, seeds)}]");
            if (known.Count > 0)
                Line($"     half of the intervals are within ± {known.Select(c => c.HalfWidth).Order().ElementAt(known.Count / 2):0.00} s");
            foreach (var clock in source.Take(MostClocks))
                Line($"     seed {clock.Seed}: found {clock.Found:0.00} s, {clock.Low:0.00} to {clock.High:0.00}, true {clock.True:0.00}");
        }
    }

    private static string Percent(long hits, long of) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * hits / of,6:0.00} %");

    private void Line(FormattableString text) => writer.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
