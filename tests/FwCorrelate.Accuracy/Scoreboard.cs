// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Globalization;
using FwCorrelate.Incidents;
using FwCorrelate.Simulation;

namespace FwCorrelate.Accuracy;

/// <summary>Runs scenarios over seeds and prints how often the product is right, as plain text.</summary>
internal static class Scoreboard
{
    public static int Run(string[] arguments)
    {
        ScoreboardOptions options;
        try
        {
            options = ScoreboardOptions.Parse(arguments);
        }
        catch (Exception e) when (e is ArgumentException or Cases.ConfigurationException)
        {
            Console.Error.WriteLine(e.Message);
            return 3;
        }

        foreach (var scenario in options.Scenarios)
            Print(scenario, Score(scenario, options.Seeds, options.Parallel, options.Worst));
        return 0;
    }

    /// <summary>The scenario's score over the seeds; the same for any number of threads.</summary>
    public static ScenarioScore Score(Scenario scenario, IReadOnlyList<ulong> seeds, int parallel, int worst)
    {
        var scores = new ConcurrentDictionary<ulong, ScenarioScore>();
        Parallel.ForEach(seeds, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, parallel) }, seed => scores[seed] = SeedRun.Run(scenario, seed, worst));
        var total = new ScenarioScore();
        foreach (var seed in seeds)
            total.Add(scores[seed], worst);
        return total;
    }

    private static void Print(Scenario scenario, ScenarioScore score)
    {
        var writer = Console.Out;
        Write($"== {scenario.Name}: {scenario.Summary}");
        foreach (var (rung, part) in score.ByRung.Select(r => (r.Key.ToString(), r.Value)).Append(("all", score.Total)))
        {
            Write($"   rung {rung,-3} agent records {part.Agents,7} from {part.Calls.Count} calls; innocent {part.Innocent}");
            Rate("named right, of decidable", part.DecidableNamed, part.Decidable);
            Rate("named right, of all", part.NamedRight, part.Agents);
            Rate("named WRONG", part.NamedWrong, part.Agents);
            Rate("truth in the set", part.InSet, part.Agents);
            Rate("named, where the command tells", part.ToldNamed, part.Told);
            Rate("innocent blamed", part.Blamed, part.Innocent);
            Rate("agent exonerated", part.Exonerated, part.Agents);
        }

        Verdicts(score);
        Calibration(score.Total);
        foreach (var clock in score.Clocks)
            Write($"   clock of {clock.Source}, seed {clock.Seed}: found {clock.Found:0.00} s ± {clock.Doubt:0.00}, true {clock.True:0.00} s");
        Write($"   {score.CpuSeconds:0.0} s of CPU; {score.Unmatched} matched records do not leave a sandbox");
        foreach (var worst in score.Worst)
            WorstRecordText.Write(writer, worst);
        writer.WriteLine();

        void Write(FormattableString text) => writer.WriteLine(text.ToString(CultureInfo.InvariantCulture));

        void Rate(string what, long hits, long of)
        {
            if (of > 0)
                Write($"     {what,-32} {hits,7} of {of,7}  {100.0 * hits / of,6:0.00} %  [{ExactInterval.Of(hits, of)}]");
        }
    }

    private static void Verdicts(ScenarioScore score)
    {
        var said = Enum.GetValues<Verdict>();
        Console.WriteLine($"   {"verdict (truth down)",-22}" + string.Concat(said.Select(v => $"{v,20}")));
        foreach (var truth in score.Verdicts.Keys.Select(k => k.Truth).Distinct().Order(StringComparer.Ordinal))
            Console.WriteLine($"     {truth,-20}" + string.Concat(said.Select(v => $"{score.Verdicts.GetValueOrDefault((truth, v)),20}")));
    }

    private static void Calibration(Score total)
    {
        Console.WriteLine("   weight stated   candidates   mean stated   true");
        for (var i = 0; i < Accuracy.Score.Bins; i++)
        {
            var (count, stated, hits) = total.Calibration[i];
            if (count > 0)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"     {0.1 * i:0.0}-{0.1 * (i + 1):0.0}     {count,12}   {stated / count,11:0.000}   {(double)hits / count:0.000}  [{ExactInterval.Of(hits, count)}]"));
        }
    }
}
