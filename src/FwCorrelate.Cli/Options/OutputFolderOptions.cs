// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cases;
using FwCorrelate.Service.Results;

namespace FwCorrelate.Cli.Options;

/// <summary><c>--out --force</c>.</summary>
internal sealed class OutputFolderOptions
{
    private readonly Option<string> _out = new("--out")
    {
        Description = "Write incidents, attributions, report, ledger and manifest into this new folder",
        HelpName = "DIR",
    };
    private readonly Option<bool> _force = new("--force") { Description = "Replace such files in an existing --out folder" };

    public void AddTo(Command command)
    {
        command.Add(_out);
        command.Add(_force);
    }

    /// <exception cref="ConfigurationException">See <see cref="OutputFolder.EnsureFree"/>.</exception>
    public OutputFolderSettings Read(ParseResult parsed)
    {
        var (folder, force) = (parsed.GetValue(_out), parsed.GetValue(_force));
        if (folder is null)
            return force ? throw new ConfigurationException("--force replaces nothing without --out: expected --out DIR with it")
                : new OutputFolderSettings(null, false);
        if (folder.Length == 0)
            throw new ConfigurationException("--out is empty: expected the name of a folder");
        OutputFolder.EnsureFree(folder, force);
        return new OutputFolderSettings(folder, force);
    }
}

/// <summary>What <see cref="OutputFolderOptions"/> say.</summary>
internal sealed record OutputFolderSettings(string? Folder, bool Force);
