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
    private readonly Argument<string?> _folder = new("DIR")
    {
        Description = "A new folder for the case; its truth goes to DIR.truth.jsonl. Without it, the scenarios are listed",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string> _scenario = new("--scenario")
    {
        Description = $"A scenario's name, or a file that describes one and ends in .yml (default: {ScenarioCatalogue.Names[0]})",
        HelpName = "NAME",
    };

    private readonly Option<string> _seed = new("--seed")
    {
        Description = "Same seed, same bytes (default: the scenario's own)",
        HelpName = "N",
    };
    private readonly Option<bool> _list = new("--list") { Description = "List the scenarios" };
    private readonly QuietOption _quiet = new();

    public SimulateCommand(CommandContext context)
        : base("simulate", "Make a synthetic case with its ground truth", context)
    {
        Add(_folder);
        Add(_scenario);
        Add(_seed);
        Add(_list);
        _quiet.AddTo(this);
        Examples = ["simulate --list", "simulate try --scenario exclusive --seed 7", "simulate try --scenario mine.yml"];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        if (parsed.GetValue(_folder) is not { } named || parsed.GetValue(_list))
        {
            List();
            return ExitCode.Done;
        }

        var folder = Path.TrimEndingDirectorySeparator(named);
        var scenario = ScenarioOf(parsed.GetValue(_scenario));
        var seed = SeedOf(parsed.GetValue(_seed), scenario);
        var truth = folder + ".truth.jsonl";
        EnsureFree(folder, truth);
        scenario.Write(folder, truth, seed);
        if (!_quiet.Read(parsed))
            Say($"Wrote {folder} (scenario {scenario.Name}, seed {seed}) and its truth {truth}. Next: {Application.Name} investigate "
                + $"{NextCommands.Quote(folder)}");
        return ExitCode.Done;
    }

    private void List()
    {
        var page = PageWriter.To(Terminal);
        var table = new TextTable(page, ScenarioCatalogue.Names.Max(n => n.Length));
        table.Header("SCENARIO", "WHAT");
        foreach (var scenario in ScenarioCatalogue.All)
            table.Row(scenario.Name, scenario.Summary);
    }

    private static Scenario ScenarioOf(string? name)
    {
        if (name is null)
            return ScenarioCatalogue.All[0];
        if (name.EndsWith(".yml", StringComparison.Ordinal) || name.EndsWith(".yaml", StringComparison.Ordinal))
            return FileScenario.Read(name);
        return ScenarioCatalogue.TryFind(name, out var scenario)
            ? scenario
            : throw new ConfigurationException(
                $"--scenario '{name}' is not known: expected a name that '{Application.Name} simulate --list' shows, or a file whose name "
                + "ends in .yml."
                + Suggestion.Sentence(name, ScenarioCatalogue.Names));
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
