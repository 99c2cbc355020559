// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Service.Results;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate evidence</c>: the commands about what results rest on.</summary>
internal sealed class EvidenceCommand : Command
{
    public EvidenceCommand(CommandContext context, Services services)
        : base("evidence", "Check and hand on what results rest on")
    {
        Add(new EvidenceVerifyCommand(context));
        Add(new EvidenceExportCommand(context));
        Add(new EvidenceReproduceCommand(context, services));
    }
}

/// <summary><c>fwcorrelate evidence verify</c>: inputs, rules, outputs and every record named as evidence against the manifest.</summary>
internal sealed class EvidenceVerifyCommand : CliCommand
{
    private readonly Argument<string> _folder = new("OUT") { Description = "A folder that investigate --out wrote" };
    private readonly Option<string> _case = new("--case")
    {
        Description = "Where the case is now (default: where it was when the result was written)",
        HelpName = "DIR",
    };
    private readonly FormatOption _format = new(FormatOption.Table, FormatOption.Jsonl, FormatOption.Csv);
    private readonly QuietOption _quiet = new();

    public EvidenceVerifyCommand(CommandContext context)
        : base("verify", "Check that nothing changed since the result was written; exit with 4 when something did", context)
    {
        Add(_folder);
        Add(_case);
        _format.AddTo(this);
        _quiet.AddTo(this);
        Examples = ["evidence verify result/", "evidence verify result/ --case moved/case"];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var folder = parsed.GetRequiredValue(_folder);
        InputPaths.MustBeFolder("OUT", folder, "Name the folder that investigate --out wrote");
        var moved = parsed.GetValue(_case);
        if (moved is not null)
            InputPaths.MustBeFolder("--case", moved, "Name the folder that holds the inputs now");
        var format = _format.Read(parsed, Terminal);
        var findings = EvidenceVerification.Verify(folder, moved);
        Write(findings, format);
        var failures = findings.Count(f => f.IsFailure);
        if (!_quiet.Read(parsed))
            Say(Summary(folder, failures, findings.Count - failures));
        return failures > 0 ? ExitCode.InputDamaged : ExitCode.Done;
    }

    private void Write(IReadOnlyList<EvidenceFinding> findings, string format)
    {
        switch (format)
        {
            case FormatOption.Jsonl:
                WriteJson(findings);
                break;
            case FormatOption.Csv:
                WriteCsv(findings);
                break;
            default:
                foreach (var finding in findings)
                    PageWriter.To(Terminal).Unwrapped(finding.ToString());
                break;
        }
    }

    private void WriteJson(IReadOnlyList<EvidenceFinding> findings)
    {
        using var lines = new JsonLines(Terminal);
        foreach (var finding in findings)
        {
            lines.Write(new EcsDocument().Set("problem", NameOf(finding)).Set("path", finding.Path).Set("line", finding.Line)
                .Set("failure", finding.IsFailure).Set("text", finding.Text));
        }
    }

    private void WriteCsv(IReadOnlyList<EvidenceFinding> findings)
    {
        var csv = new CsvText(Terminal);
        csv.Row("problem", "path", "line", "text");
        foreach (var finding in findings)
            csv.Text(NameOf(finding)).Text(finding.Path).Number(finding.Line).Text(finding.Text).EndRow();
    }

    private static string Summary(string folder, int failures, int untold) => (failures, untold) switch
    {
        (0, 0) => $"{folder}: everything agrees with the manifest",
        (0, _) => $"{folder}: what could be checked agrees with the manifest; {PageText.Count(untold, "thing")} could not be checked",
        _ => $"{folder}: {PageText.Count(failures, "finding")}: this is not what was written",
    };

    private static string NameOf(EvidenceFinding finding) => finding.Problem switch
    {
        EvidenceProblem.ManifestUnusable => "manifest_unusable",
        EvidenceProblem.OutputMissing => "output_missing",
        EvidenceProblem.OutputChanged => "output_changed",
        EvidenceProblem.OutputAdded => "output_added",
        EvidenceProblem.InputMissing => "input_missing",
        EvidenceProblem.InputChanged => "input_changed",
        EvidenceProblem.RecordDiffers => "record_differs",
        _ => "not_checked",
    };
}
