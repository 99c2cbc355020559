// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Service.Results.Export;
using FwCorrelate.Service.Results.Stories;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate evidence export</c>: one incident with all it rests on, to hand to somebody who trusts nobody.</summary>
internal sealed class EvidenceExportCommand : CliCommand
{
    private readonly ResultArgument _folder = new();
    private readonly Argument<string> _id = new("ID") { Description = "An incident's id, or the beginning of one" };
    private readonly Option<string> _case = new("--case")
    {
        Description = "Where the case is now (default: where it was when the result was written)",
        HelpName = "DIR",
    };
    private readonly Option<string> _to = new("--to")
    {
        Description = "A folder to make, or a file that ends in .zip (default: evidence-ID)",
        HelpName = "PATH",
    };
    private readonly QuietOption _quiet = new();

    public EvidenceExportCommand(CommandContext context)
        : base("export", "Write one incident with its raw records, rules, settings, a statement and a script that checks it all; exit with "
            + "4 when something is missing", context)
    {
        _folder.AddTo(this);
        Add(_id);
        Add(_case);
        Add(_to);
        _quiet.AddTo(this);
        Examples = ["evidence export result/ INC-225fc7d55926", "evidence export result/ 225f --case moved/case --to proof.zip"];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var folder = _folder.Read(parsed);
        var incident = IncidentLookup.Find(folder, parsed.GetRequiredValue(_id));
        var root = parsed.GetValue(_case) ?? folder.CasePath;
        InputPaths.MustBeFolder("--case", root.Length > 0 ? root : ".", "Name the folder that holds the inputs now with --case DIR");
        var target = parsed.GetValue(_to) ?? $"evidence-{IncidentLookup.IdOf(incident)}";
        var (seal, missing) = EvidenceExport.Write(folder, incident, root, target);
        var page = PageWriter.To(Terminal);
        page.Unwrapped($"{target}: the seal is {seal}. Keep it apart from the folder.");
        foreach (var text in missing)
            page.Unwrapped($"MISSING {text}");
        if (!_quiet.Read(parsed))
            Say($"to check it: sh {NextCommands.Quote(target.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) ? target[..^4] : target)}/verify.sh [CASE]");
        return missing.Count > 0 ? ExitCode.InputDamaged : ExitCode.Done;
    }
}
