// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;

namespace FwCorrelate.Cli.Options;

/// <summary>One or more inputs: files, folders, globs or <c>-</c>.</summary>
internal sealed class PathsArgument(string description)
{
    private readonly Argument<string[]> _paths = new("PATH") { Description = description, Arity = ArgumentArity.OneOrMore };

    public void AddTo(Command command) => command.Add(_paths);

    /// <exception cref="Cases.ConfigurationException">A path does not exist.</exception>
    public IReadOnlyList<string> Read(ParseResult parsed)
    {
        var paths = parsed.GetRequiredValue(_paths);
        foreach (var path in paths)
            InputPaths.MustExist("path", path);
        return paths;
    }
}

/// <summary><c>--strict</c>.</summary>
internal sealed class StrictOption
{
    private readonly Option<bool> _strict = new("--strict") { Description = "Exit with 4 when any record or file could not be read" };

    public void AddTo(Command command) => command.Add(_strict);

    public bool Read(ParseResult parsed) => parsed.GetValue(_strict);
}

/// <summary><c>--tz --zone</c>.</summary>
internal sealed class SourceZoneOptions
{
    private readonly ZoneOption _zone = new();

    private readonly Option<string[]> _zones = new("--zone")
    {
        Description = "Zone of stamps that carry none, such as firewall=Asia/Shanghai (repeatable)",
        HelpName = "SOURCE=ZONE",
    };

    public void AddTo(Command command)
    {
        _zone.AddTo(command);
        command.Add(_zones);
    }

    public ZoneSettings Read(ParseResult parsed) =>
        new(_zone.Read(parsed), OptionText.BySource("--zone", parsed.GetValue(_zones) ?? [], OptionText.Zone));
}

/// <summary>What <see cref="SourceZoneOptions"/> say.</summary>
internal sealed record ZoneSettings(NodaTime.DateTimeZone DisplayZone, IReadOnlyDictionary<string, NodaTime.DateTimeZone> BySource);
