// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using FwCorrelate.Accuracy.Levels;
using FwCorrelate.Cases;
using FwCorrelate.Simulation;

namespace FwCorrelate.Accuracy;

/// <summary>Runs scenarios over seeds and prints how often the product is right.</summary>
internal static class Scoreboard
{
    private const int WrongUsage = 3;

    public static int Run(string[] arguments)
    {
        try
        {
            Run(ScoreboardOptions.Parse(arguments));
            return 0;
        }
        catch (Exception e) when (e is ArgumentException or ConfigurationException)
        {
            Console.Error.WriteLine(e.Message);
            return WrongUsage;
        }
    }

    /// <summary>The scenario's score over the seeds; the same for any number of threads.</summary>
    public static ScenarioScore Score(Scenario scenario, IReadOnlyList<ulong> seeds, int parallel, int worst)
    {
        var scores = new ConcurrentDictionary<ulong, ScenarioScore>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, parallel) };
        Parallel.ForEach(seeds, options, seed => scores[seed] = SeedRun.Run(scenario, seed, worst).Score);
        var total = new ScenarioScore(worst);
        foreach (var seed in seeds)
            total.Add(scores[seed]);
        return total;
    }

    private static void Run(ScoreboardOptions options)
    {
        if (options.LevelRuns > 0)
            TestLevels.Write(Console.Out, ["common-cause", "half-caused"], options.LevelRuns);
        if (options.Scenarios.Count == 0)
            return;
        var scored = new List<(string Name, ScenarioScore Score)>();
        foreach (var scenario in options.Scenarios)
        {
            var score = Score(scenario, options.Seeds, options.Parallel, options.Worst);
            scored.Add((scenario.Name, score));
            new ScoreText(Console.Out).Write(scenario, score);
        }

        SummaryTable.Write(Console.Out, scored);
        if (options.Picture is { } file)
            File.WriteAllText(file, ReliabilityPicture.Draw(scored));
    }
}
