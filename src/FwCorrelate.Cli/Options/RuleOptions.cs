// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cases;
using NodaTime;

namespace FwCorrelate.Cli.Options;

/// <summary><c>--rules --no-default-rules --slow-regex</c>.</summary>
internal sealed class RuleOptions
{
    private static readonly Duration MostForOneValue = Duration.FromMinutes(1);
    private readonly Option<string[]> _rules = new("--rules")
    {
        Description = "Rules beside the shipped pack: a file or folder (repeatable)",
        HelpName = "PATH",
    };
    private readonly Option<bool> _noDefaultRules = new("--no-default-rules") { Description = "Leave the shipped pack out" };

    private readonly Option<string?> _slowRegex = new("--slow-regex")
    {
        Description = "Use rules whose regular expressions cannot run in linear time; an event on which one takes longer than this does "
            + "not match and is reported",
        HelpName = "DURATION",
    };

    public void AddTo(Command command)
    {
        command.Add(_rules);
        command.Add(_noDefaultRules);
        command.Add(_slowRegex);
    }

    /// <exception cref="ConfigurationException">A path does not exist, or no rules are left.</exception>
    public RuleSettings Read(ParseResult parsed)
    {
        var paths = parsed.GetValue(_rules) ?? [];
        foreach (var path in paths)
            InputPaths.MustExist("--rules", path);
        var noDefaults = parsed.GetValue(_noDefaultRules);
        if (noDefaults && paths.Length == 0)
            throw new ConfigurationException("--no-default-rules leaves no rules: expected --rules PATH with it");
        return new RuleSettings(paths, noDefaults, parsed.GetValue(_slowRegex) is { } limit ? Limit(limit) : null);
    }

    private static Duration Limit(string text)
    {
        var limit = OptionText.Span("--slow-regex", text);
        return limit > Duration.Zero && limit <= MostForOneValue
            ? limit
            : throw new ConfigurationException(
                $"--slow-regex '{text}' is no limit: expected more than nothing and at most one minute, such as 100ms");
    }
}

/// <summary>What <see cref="RuleOptions"/> say.</summary>
internal sealed record RuleSettings(IReadOnlyList<string> Paths, bool NoDefaults, Duration? SlowRegexLimit);
