// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Security.Cryptography;
using FwCorrelate.Cases;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Files;
using FwCorrelate.Service.Results;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate evidence reproduce</c>: investigates again as the manifest says, and compares the bytes.</summary>
internal sealed class EvidenceReproduceCommand : CliCommand
{
    private static readonly string[] WithValue = ["--out", "--format", "--fail-on", "--threads"];
    private static readonly string[] Flags = ["--force", "--quiet", "-q", "--strict"];

    private readonly ResultArgument _folder = new();
    private readonly Option<string> _case = new("--case")
    {
        Description = "Where the case is now (default: where it was when the result was written)",
        HelpName = "DIR",
    };

    private readonly QuietOption _quiet = new();
    private readonly Services _services;

    public EvidenceReproduceCommand(CommandContext context, Services services)
        : base("reproduce", "Investigate again with the same inputs, rules and options, and compare every byte; "
            + "exit with 4 when one differs", context)
    {
        _services = services;
        _folder.AddTo(this);
        Add(_case);
        _quiet.AddTo(this);
        Examples = ["evidence reproduce result/", "evidence reproduce result/ --case moved/case"];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var folder = _folder.Read(parsed);
        var moved = parsed.GetValue(_case);
        if (moved is not null)
            InputPaths.MustBeFolder("--case", moved, "Name the folder that holds the inputs now");
        var again = Directory.CreateTempSubdirectory("fwcorrelate-reproduce-").FullName;
        try
        {
            var target = Path.Combine(again, "out");
            var code = Investigate([.. ArgumentsOf(folder, moved), "--out", target, "--quiet", "--format", "jsonl"]);
            if (!Directory.Exists(target) || code is ExitCode.WrongUsage or ExitCode.Interrupted or ExitCode.RemoteFailed or ExitCode.Defect)
                return code == ExitCode.Done ? ExitCode.InputDamaged : code;
            return Compare(folder, target, moved) && !Interrupted.IsCancellationRequested ? ExitCode.Done : ExitCode.InputDamaged;
        }
        finally
        {
            Directory.Delete(again, recursive: true);
        }
    }

    /// <summary>As typed then, without where it was written to and how it was shown.</summary>
    private static IEnumerable<string> ArgumentsOf(ResultFolder folder, string? moved)
    {
        if (folder.Arguments is not ["investigate", ..])
            throw new ConfigurationException(
                $"'{folder.Path}' was not written by investigate, but by "
                + $"'{folder.Arguments.DefaultIfEmpty("nothing known").First()}': expected a result of investigate");
        if (folder.Arguments.FirstOrDefault(a => a == "-" || a.StartsWith("elastic:", StringComparison.Ordinal)) is { } gone)
            throw new ConfigurationException(
                $"'{folder.Path}' was made of "
                + $"{(gone == "-" ? "standard input, which nobody kept" : $"the index {gone}, which may have changed")}: "
                + "expected a result made of files");
        for (var i = 0; i < folder.Arguments.Count; i++)
        {
            var argument = folder.Arguments[i];
            if (WithValue.Contains(argument, StringComparer.Ordinal))
                i++;
            else if (!Flags.Contains(argument, StringComparer.Ordinal)
                && !WithValue.Any(o => argument.StartsWith(o + "=", StringComparison.Ordinal)))
                yield return moved is not null && argument == folder.CasePath ? moved : argument;
        }
    }

    private ExitCode Investigate(IReadOnlyList<string> arguments)
    {
        using var terminal = new Terminal(Stream.Null, Terminal.Error);
        var context = new CommandContext(terminal, Interrupted);
        return new Application(Composition.Root(context, _services, arguments), context).Run(arguments);
    }

    // The report tells where the case was, and the manifest the command line: these two may differ where nothing else does.
    private bool Compare(ResultFolder folder, string again, string? moved)
    {
        var (page, same) = (PageWriter.To(Terminal), true);
        foreach (var output in folder.Outputs.Where(o => moved is null || o.Path != OutputFiles.Report))
        {
            var path = Path.Combine(again, output.Path);
            var isSame = File.Exists(path) && Hash(path) == output.Sha256;
            page.Unwrapped($"{output.Path}: {(isSame ? "the same bytes" : File.Exists(path) ? "other bytes" : "not written again")}");
            same &= isSame;
        }

        foreach (var added in Directory.EnumerateFiles(again).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)
            .Where(n => n != OutputFiles.Manifest && folder.Outputs.All(o => o.Path != n)))
        {
            page.Unwrapped($"{added}: was not written then");
            same = false;
        }

        if (!same)
        {
            page.Line(folder.ToolVersion == Manifest.Version
                ? "Inputs, rules or settings are not those of then: 'fwcorrelate evidence verify' tells which."
                : $"Version {folder.ToolVersion} wrote it, and this is {Manifest.Version}: reproduce it with that one. "
                    + "'fwcorrelate evidence verify' tells whether the inputs are the same.");
        }

        return same;
    }

    private static string Hash(string path)
    {
        using var stream = RegularFile.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
