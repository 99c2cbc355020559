// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Matching;

namespace FwCorrelate.Cli.Options;

/// <summary><c>--min-level --fail-on</c>.</summary>
internal sealed class LevelOptions
{
    private static readonly string[] Names = [.. Enum.GetValues<Level>().Select(l => l.Name())];

    private readonly Option<string> _minLevel = new("--min-level")
    {
        Description = $"Show no behaviour below it: {string.Join(", ", Names)}",
        HelpName = "LEVEL",
    };
    private readonly Option<string> _failOn = new("--fail-on")
    {
        Description = "Exit with 1 when an incident that nobody expects is at or above it",
        HelpName = "LEVEL",
    };

    public void AddTo(Command command)
    {
        command.Add(_minLevel);
        command.Add(_failOn);
    }

    public LevelSettings Read(ParseResult parsed) =>
        new(Read("--min-level", parsed.GetValue(_minLevel)) ?? Level.Informational, Read("--fail-on", parsed.GetValue(_failOn)));

    private static Level? Read(string option, string? text) =>
        text is not null && Levels.TryParse(OptionText.Choice(option, text, Names), out var level) ? level : null;
}

/// <summary>What <see cref="LevelOptions"/> say; <paramref name="FailOn"/> is null where findings never fail the run.</summary>
internal sealed record LevelSettings(Level MinLevel, Level? FailOn);
