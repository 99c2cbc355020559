// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cases;

namespace FwCorrelate.Cli.Options;

/// <summary><c>--out --state --force</c> of <c>serve</c>.</summary>
internal sealed class ServeFolderOptions
{
    private const string DefaultOutput = "fwcorrelate-serve";
    private const string HiddenState = ".state";

    private readonly Option<string> _out = new("--out") { Description = $"Folder for incidents, report and ledger (default: {DefaultOutput})", HelpName = "DIR" };
    private readonly Option<string> _state = new("--state") { Description = "Folder for what the service knows; it goes on from there (default: DIR/.state)", HelpName = "DIR" };
    private readonly Option<bool> _force = new("--force") { Description = "Replace results of something else in the --out folder" };

    public void AddTo(Command command)
    {
        command.Add(_out);
        command.Add(_state);
        command.Add(_force);
    }

    public ServeFolders Read(ParseResult parsed)
    {
        var output = parsed.GetValue(_out) ?? DefaultOutput;
        if (output.Length == 0)
            throw new ConfigurationException("--out is empty: expected the name of a folder");
        var state = parsed.GetValue(_state) ?? Path.Combine(output, HiddenState);
        return state.Length == 0
            ? throw new ConfigurationException("--state is empty: expected the name of a folder")
            : new ServeFolders(output, state, parsed.GetValue(_force));
    }
}

/// <summary>What <see cref="ServeFolderOptions"/> say.</summary>
internal sealed record ServeFolders(string Output, string State, bool Force);
