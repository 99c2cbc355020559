// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cases;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Service;
using FwCorrelate.Service.Extraction;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate extract</c>: a small case with the same answer, to send or to file as a bug.</summary>
internal sealed class ExtractCommand : CliCommand
{
    private readonly Argument<string> _case = new("CASE") { Description = "A case folder" };
    private readonly Option<string> _incident = new("--incident")
    {
        Description = "The incident's id, or the beginning of one",
        HelpName = "ID",
        Required = true,
    };
    private readonly Option<bool> _anonymize = new("--anonymize")
    {
        Description = "Replace addresses, hosts, names, ids and secrets, the same by the same everywhere",
    };
    private readonly Option<string> _mapping = new("--mapping")
    {
        Description = "Write what was replaced by what into this new file, which stays with you",
        HelpName = "FILE",
    };
    private readonly Option<string> _out = new("--out") { Description = "A folder to make (default: extract-ID)", HelpName = "DIR" };
    private readonly RuleOptions _rules = new();
    private readonly TimeOptions _times = new();
    private readonly QuietOption _quiet = new();

    public ExtractCommand(CommandContext context)
        : base("extract", "Make a small case of one incident, with the same answer; exit with 4 when none gives it", context)
    {
        Add(_case);
        Add(_incident);
        Add(_anonymize);
        Add(_mapping);
        Add(_out);
        _rules.AddTo(this);
        _times.AddTo(this);
        _quiet.AddTo(this);
        Examples = ["extract case/ --incident INC-225fc7d55926 --out small/",
            "extract case/ --incident 225f --anonymize --out small/ --mapping mapping.csv"];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var path = parsed.GetRequiredValue(_case);
        InputPaths.MustBeFolder("CASE", path, "Name the case's folder");
        var id = parsed.GetRequiredValue(_incident);
        var (rules, times) = (_rules.Read(parsed), _times.Read(parsed));
        var isAnonymous = parsed.GetValue(_anonymize);
        if (parsed.GetValue(_mapping) is not null && !isAnonymous)
            throw new ConfigurationException("--mapping has nothing to write without --anonymize: expected both");
        var options = new InvestigationOptions
        {
            CasePath = path,
            Rules = rules.Paths,
            NoDefaultRules = rules.NoDefaults,
            SlowRegexLimit = rules.SlowRegexLimit,
            From = times.From,
            To = times.To,
            Zones = times.Zones,
            ClockOffsets = times.ClockOffsets,
        };
        var target = parsed.GetValue(_out) ?? $"extract-{id}";
        if (target.Length == 0)
            throw new ConfigurationException("--out is empty: expected the name of a folder");
        var request = new ExtractionRequest(options, id, target, isAnonymous, parsed.GetValue(_mapping));
        var quiet = _quiet.Read(parsed);
        var extracted = ProgressDisplay.Run(Terminal, quiet, progress => CaseExtraction.Run(request, progress, Interrupted));
        Write(extracted, target, quiet);
        return extracted.IsSame ? ExitCode.Done : ExitCode.InputDamaged;
    }

    private void Write(ExtractionResult extracted, string target, bool quiet)
    {
        var page = PageWriter.To(Terminal);
        if (!extracted.IsSame)
        {
            page.Line($"No part of the case gives the answer of {extracted.Incident}, not even all of it as it would be written; "
                + "nothing was left behind:");
            foreach (var difference in extracted.Differences)
                page.Field("", difference, 0, 2);
            return;
        }

        page.Line($"{target}: {PageText.Count(extracted.Kept, "record")} of {PageText.Count(extracted.Of)}, "
            + $"{PageText.Bytes(extracted.Bytes)}; investigated again, it gives the same answer");
        page.Field("", extracted.Answer, 0, 2);
        page.Field("", $"as {extracted.IncidentThere}", 0, 2);
        if (quiet)
            return;
        foreach (var note in extracted.Notes)
            Say(note);
    }
}
