// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Globalization;
using FwCorrelate.Cases;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Simulation;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate simulate</c>: a synthetic case to try things on, with the truth beside it.</summary>
internal sealed class SimulateCommand : CliCommand
{
    private readonly Argument<string> _folder = new("DIR") { Description = "A new folder for the case; its truth goes to DIR.truth.jsonl" };

    private readonly Option<string> _scenario = new("--scenario")
    {
        Description = $"{string.Join("; ", ScenarioCatalogue.All.Select(s => $"{s.Name}: {s.Summary.TrimEnd('.')}"))} (default: {ScenarioCatalogue.Names[0]})",
        HelpName = "NAME",
    };

    private readonly Option<string> _seed = new("--seed") { Description = "Same seed, same bytes (default: the scenario's own)", HelpName = "N" };
    private readonly QuietOption _quiet = new();

    public SimulateCommand(CommandContext context)
        : base("simulate", "Make a synthetic case with its ground truth", context)
    {
        Add(_folder);
        Add(_scenario);
        Add(_seed);
        _quiet.AddTo(this);
        Examples = ["simulate try", $"simulate try --scenario {ScenarioCatalogue.Names[^1]} --seed 7"];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var folder = Path.TrimEndingDirectorySeparator(parsed.GetRequiredValue(_folder));
        var scenario = ScenarioOf(parsed.GetValue(_scenario));
        var seed = SeedOf(parsed.GetValue(_seed), scenario);
        var truth = folder + ".truth.jsonl";
        EnsureFree(folder, truth);
        scenario.Write(folder, truth, seed);
        if (!_quiet.Read(parsed))
            Say($"Wrote {folder} (scenario {scenario.Name}, seed {seed}) and its truth {truth}. Next: {Application.Name} investigate {NextCommands.Quote(folder)}");
        return ExitCode.Done;
    }

    private static Scenario ScenarioOf(string? name)
    {
        if (name is null)
            return ScenarioCatalogue.All[0];
        if (name.EndsWith(".yml", StringComparison.Ordinal) || name.EndsWith(".yaml", StringComparison.Ordinal))
            return FileScenario.Read(name);
        return ScenarioCatalogue.All.First(s => s.Name == OptionText.Choice("--scenario", name, ScenarioCatalogue.Names));
    }

    private static ulong SeedOf(string? text, Scenario scenario)
    {
        if (text is null)
            return scenario.DefaultSeed;
        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
            ? seed
            : throw new ConfigurationException($"--seed '{text}' is not a seed: expected a number from 0 to {ulong.MaxValue}");
    }

    private static void EnsureFree(string folder, string truth)
    {
        if (folder.Length == 0)
            throw new ConfigurationException("DIR is empty: expected the name of a new folder");
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new ConfigurationException($"'{folder}' exists already: expected the name of a new folder");
        if (Path.Exists(truth))
            throw new ConfigurationException($"'{truth}' exists already: expected a folder whose truth is not written yet");
    }
}
