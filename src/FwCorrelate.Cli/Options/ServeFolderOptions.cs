// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cases;

namespace FwCorrelate.Cli.Options;

/// <summary><c>--out --state --force</c> of <c>serve</c>.</summary>
internal sealed class ServeFolderOptions
{
    public const string DefaultOutput = "fwcorrelate-serve";
    private const string HiddenState = ".state";

    private readonly Option<string> _out = new("--out")
    {
        Description = $"Folder for incidents, report and ledger (default: {DefaultOutput})",
        HelpName = "DIR",
    };
    private readonly Option<string> _state = new("--state")
    {
        Description = "Folder for what the service knows; it goes on from there (default: DIR/.state)",
        HelpName = "DIR",
    };
    private readonly Option<bool> _force = new("--force") { Description = "Replace results of something else in the --out folder" };

    public void AddTo(Command command)
    {
        command.Add(_out);
        command.Add(_state);
        command.Add(_force);
    }

    /// <summary>What is given; null where it is not.</summary>
    /// <exception cref="ConfigurationException">A name is empty.</exception>
    public ServeFolders Read(ParseResult parsed)
    {
        var (output, state) = (parsed.GetValue(_out), parsed.GetValue(_state));
        if (output is { Length: 0 })
            throw new ConfigurationException("--out is empty: expected the name of a folder");
        if (state is { Length: 0 })
            throw new ConfigurationException("--state is empty: expected the name of a folder");
        return new ServeFolders(output, state ?? (output is null ? null : StateIn(output)), parsed.GetValue(_force));
    }

    /// <summary>Where the state is that belongs to an output folder.</summary>
    public static string StateIn(string output) => Path.Combine(output, HiddenState);
}

/// <summary>What <see cref="ServeFolderOptions"/> say; null is not given.</summary>
internal sealed record ServeFolders(string? Output, string? State, bool Force);
