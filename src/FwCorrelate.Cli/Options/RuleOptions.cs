// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cases;

namespace FwCorrelate.Cli.Options;

/// <summary><c>--rules --no-default-rules</c>.</summary>
internal sealed class RuleOptions
{
    private readonly Option<string[]> _rules = new("--rules") { Description = "Rules beside the shipped pack: a file or folder (repeatable)", HelpName = "PATH" };
    private readonly Option<bool> _noDefaultRules = new("--no-default-rules") { Description = "Leave the shipped pack out" };

    public void AddTo(Command command)
    {
        command.Add(_rules);
        command.Add(_noDefaultRules);
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
        return new RuleSettings(paths, noDefaults);
    }
}

/// <summary>What <see cref="RuleOptions"/> say.</summary>
internal sealed record RuleSettings(IReadOnlyList<string> Paths, bool NoDefaults);
