// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Simulation;

namespace FwCorrelate.Accuracy;

/// <summary>
/// What to score: <c>--scenario all|NAME,NAME|FILE.yml --seeds 1-5 [--parallel N] [--worst K] [--picture FILE.svg]</c>, or <c>--levels
/// RUNS</c>.
/// </summary>
internal sealed record ScoreboardOptions(IReadOnlyList<Scenario> Scenarios, IReadOnlyList<ulong> Seeds, int Parallel, int Worst)
{
    /// <summary>Where to draw stated weights against true shares; null for nowhere.</summary>
    public string? Picture { get; init; }

    /// <summary>Runs to measure tests of coincidence on; 0 for none.</summary>
    public int LevelRuns { get; init; }

    public const string Usage = "usage: --scenario all|NAME[,NAME]|FILE.yml [--seeds 1-5] [--parallel 1] [--worst 0] [--picture FILE.svg], or --levels RUNS";

    /// <summary>Scenarios for clocks and tests of coincidence: too small for a row of the table.</summary>
    private static readonly string[] Small = ["any-offset", "common-cause", "half-caused"];

    public static bool IsMeant(string[] arguments) => arguments.Contains("--scenario") || arguments.Contains("--levels");

    /// <exception cref="ArgumentException">The arguments cannot be used; the message is for the user.</exception>
    public static ScoreboardOptions Parse(string[] arguments)
    {
        var options = new ScoreboardOptions([], [1, 2, 3, 4, 5], 1, 0);
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length)
                throw new ArgumentException($"{arguments[i]} lacks a value. {Usage}");
            options = With(options, arguments[i], arguments[i + 1]);
        }

        return options;
    }

    private static ScoreboardOptions With(ScoreboardOptions options, string name, string value) => name switch
    {
        "--scenario" => options with { Scenarios = [.. ScenariosOf(value)] },
        "--seeds" => options with { Seeds = [.. SeedsOf(value)] },
        "--parallel" => options with { Parallel = Number(name, value) },
        "--levels" => options with { LevelRuns = Number(name, value) },
        "--picture" => options with { Picture = value },
        "--worst" => options with { Worst = Number(name, value) },
        _ => throw new ArgumentException($"unknown option {name}. {Usage}"),
    };

    private static IEnumerable<Scenario> ScenariosOf(string text)
    {
        if (text == "all")
            return FileScenario.Shipped.Where(s => !Small.Contains(s.Name));
        return text.Split(',').Select(name => name.EndsWith(".yml", StringComparison.Ordinal)
            ? FileScenario.Read(name)
            : FileScenario.Shipped.FirstOrDefault(s => s.Name == name)
                ?? throw new ArgumentException($"'{name}' is no scenario; known: {string.Join(", ", FileScenario.Shipped.Select(s => s.Name))}"));
    }

    private static IEnumerable<ulong> SeedsOf(string text)
    {
        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-');
            var (from, to) = (Number("--seeds", ends[0]), Number("--seeds", ends[^1]));
            for (var seed = from; seed <= to; seed++)
                yield return (ulong)seed;
        }
    }

    private static int Number(string name, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ArgumentException($"{name} is '{text}', expected a number. {Usage}");
}
