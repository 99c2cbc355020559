// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cases;

namespace FwCorrelate.Cli.Options;

/// <summary><c>--out --force</c>.</summary>
internal sealed class OutputFolderOptions
{
    private readonly Option<string> _out = new("--out") { Description = "Write incidents, attributions, report, ledger and manifest into this new folder", HelpName = "DIR" };
    private readonly Option<bool> _force = new("--force") { Description = "Replace such files in an existing --out folder" };

    public void AddTo(Command command)
    {
        command.Add(_out);
        command.Add(_force);
    }

    /// <exception cref="ConfigurationException">The folder holds something and <c>--force</c> is not given, or it is a file.</exception>
    public OutputFolderSettings Read(ParseResult parsed)
    {
        var (folder, force) = (parsed.GetValue(_out), parsed.GetValue(_force));
        if (folder is null)
            return force ? throw new ConfigurationException("--force replaces nothing without --out: expected --out DIR with it") : new OutputFolderSettings(null, false);
        if (folder.Length == 0 || File.Exists(folder))
            throw new ConfigurationException($"--out '{folder}' is {(folder.Length == 0 ? "empty" : "a file")}: expected a folder that does not exist yet");
        if (!force && Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new ConfigurationException($"--out '{folder}' exists and is not empty: expected a new folder, or --force to replace its result files");
        return new OutputFolderSettings(folder, force);
    }
}

/// <summary>What <see cref="OutputFolderOptions"/> say.</summary>
internal sealed record OutputFolderSettings(string? Folder, bool Force);
