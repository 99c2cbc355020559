// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cases;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Files;
using FwCorrelate.Ingestion;
using FwCorrelate.Matching;
using FwCorrelate.Redaction;
using FwCorrelate.Service;
using FwCorrelate.Service.Rules;
using FwCorrelate.Sigma;
using FwCorrelate.Sigma.Examples;
using FwCorrelate.Sigma.Explaining;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate rules explain</c>: a rule in words, or what it says of events and why.</summary>
internal sealed class RulesExplainCommand : CliCommand
{
    private readonly Argument<string> _rule = new("RULE") { Description = "Id, title or file of a rule" };

    private readonly Argument<string?> _event = new("EVENT")
    {
        Description = "YAML, JSON or JSON lines with the event or events to explain; - for standard input",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string> _case = new("--case")
    {
        Description = "Explain on the records and calls of a case folder",
        HelpName = "CASE",
    };
    private readonly Option<string> _incident = new("--incident")
    {
        Description = "With --case: explain on the records of this incident, matched or not",
        HelpName = "ID",
    };
    private readonly ZoneOption _zone = new();
    private readonly RuleOptions _rules = new();
    private readonly FormatOption _format = new(FormatOption.Table, FormatOption.Jsonl);
    private readonly PartText _text = new(Redact);

    public RulesExplainCommand(CommandContext context)
        : base("explain", "Show what a rule says of events, part by part; or the rule in words", context)
    {
        Add(_rule);
        Add(_event);
        Add(_case);
        Add(_incident);
        _zone.AddTo(this);
        _rules.AddTo(this);
        _format.AddTo(this);
        Examples =
        [
            "rules explain 'Outbound SSH to an external address'",
            "rules explain my-rules/ssh.yml event.yml",
            "rules explain my-rules/ssh.yml - < event.json",
            "rules explain tunnel_call_then_session --case case/",
            "rules explain flow_ssh_to_stranger --case case/ --incident INC-143d8962b0b5",
        ];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var settings = _rules.Read(parsed);
        var format = _format.Read(parsed, Terminal);
        var ofCase = ReadCase(parsed);
        (IReadOnlyList<ExampleEvent> Events, IReadOnlyList<RuleError> Errors)? events = parsed.GetValue(_event) is { } path
            ? ReadEvents(path) : null;
        var name = parsed.GetRequiredValue(_rule);
        var choice = RuleChoice.Find(name, settings, SigmaOptions.Default.InternalNetworks);
        if (choice.Rule is not { } rule)
        {
            foreach (var error in choice.Errors)
                Say(error.ToString());
            return ExitCode.RuleUnusable;
        }

        if (ofCase is not null)
            return ExplainCase(name, settings, ofCase, format);
        if (events is not { } given)
        {
            WriteOutline(choice.Loaded, rule, format);
            return ExitCode.Done;
        }

        List<RuleError> problems = [.. given.Errors];
        if (choice.Loaded.Detector.Rules[rule].Correlation is not null)
        {
            problems.AddRange(ExplainSequence(choice.Loaded, rule, parsed.GetValue(_event)!, given.Events, format));
            return Complain(problems);
        }

        var verdicts = given.Events.Select(e => (Place: e.ToString(), Verdict: Explain(choice.Loaded.Detector, rule, e, problems)))
            .ToList();
        Write(choice.Loaded.Detector.Rules[rule], [.. verdicts.Where(v => v.Verdict is not null).Select(v => (v.Place, v.Verdict!))],
            format);
        return Complain(problems);
    }

    private ExitCode Complain(List<RuleError> problems)
    {
        foreach (var problem in problems)
            Say(problem.ToString());
        return problems.Count > 0 ? ExitCode.InputDamaged : ExitCode.Done;
    }

    private static string Redact(string command) => CommandRedaction.Apply(command, CaseSettings.Default.Redaction);

    private CaseToExplain? ReadCase(ParseResult parsed)
    {
        var (folder, incident) = (parsed.GetValue(_case), parsed.GetValue(_incident));
        if (folder is null)
            return incident is null ? null : throw new ConfigurationException("--incident needs --case CASE, the case that it is of");
        if (parsed.GetValue(_event) is not null)
            throw new ConfigurationException("EVENT and --case are both given: expected one of them");
        InputPaths.MustBeFolder("--case", folder, "Name a case folder");
        return new CaseToExplain(folder, incident, _zone.Read(parsed));
    }

    private ExitCode ExplainCase(string name, RuleSettings settings, CaseToExplain what, string format)
    {
        RuleChoice? choice = null;
        var options = new InvestigationOptions { CasePath = what.Folder, DisplayZone = what.Zone };
        using var read = ProgressDisplay.Run(Terminal, quiet: false, progress => RuleCase.Read(
            options, s => (choice = RuleChoice.Find(name, settings, s.InternalNetworks)).Loaded, progress, Interrupted));
        return new CaseExplanation(Terminal, format).Write(read, choice!.Loaded, choice.Rule!.Value, what);
    }

    private static EventVerdict? Explain(SigmaDetector detector, int rule, ExampleEvent example, List<RuleError> problems)
    {
        if (detector.Rules[rule].Event == RuleEvent.ToolCall)
        {
            var (call, wrong) = ExampleCall.Of(example);
            problems.AddRange(wrong);
            return call is null ? null : detector.Explain(rule, call);
        }

        var (record, errors) = ExampleRecord.Of(example);
        problems.AddRange(errors);
        return record is null ? null : detector.Explain(rule, record.Record, record.Attribution);
    }

    private (IReadOnlyList<ExampleEvent> Events, IReadOnlyList<RuleError> Errors) ReadEvents(string path)
    {
        if (path == "-")
            return EventFile.Read("-", ReadSome(Input));
        if (!File.Exists(path))
            throw new ConfigurationException($"EVENT '{path}' does not exist: expected a file with events, or - for standard input");
        using var file = RegularFile.OpenRead(path);
        return EventFile.Read(path, ReadSome(file));
    }

    // One byte more than is accepted, so that the reader refuses what is longer.
    private static byte[] ReadSome(Stream stream)
    {
        var bytes = new byte[EventFile.MaxBytes + 1];
        return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    private void WriteOutline(LoadedRules loaded, int rule, string format)
    {
        var summary = loaded.Detector.Rules[rule];
        var isCorrelation = summary.Correlation is not null;
        if (format == FormatOption.Jsonl)
        {
            using var lines = new JsonLines(Terminal);
            lines.Write(isCorrelation
                ? ExplanationDocument.Outline(summary, CorrelationOutline.Of(loaded.Detector, rule, FlowFormats.Shipped.Tables))
                : new ExplanationDocument(_text).Outline(summary, loaded.Detector.Outline(rule, FlowFormats.Shipped.Tables)));
            return;
        }

        var writer = PageWriter.To(Terminal);
        var page = new ExplanationPage(writer, _text);
        page.WriteRule(summary);
        if (isCorrelation)
            CorrelationPage.WriteOutline(writer, summary, CorrelationOutline.Of(loaded.Detector, rule, FlowFormats.Shipped.Tables));
        else
            page.WriteOutline(summary, loaded.Detector.Outline(rule, FlowFormats.Shipped.Tables));
    }

    private IReadOnlyList<RuleError> ExplainSequence(
        LoadedRules loaded, int rule, string file, IReadOnlyList<ExampleEvent> events, string format)
    {
        var (sequence, errors) = ExampleSequence.Of(file, events);
        var (trial, problems) = sequence.Try(loaded.Detector);
        Write(loaded.Detector, rule, trial.Explain(rule), id => ExplainedEvent.Of(sequence.Events[(int)id], Redact), format);
        return [.. errors, .. problems];
    }

    private void Write(SigmaDetector detector, int rule, CorrelationVerdict verdict, Func<long, ExplainedEvent> eventOf, string format)
    {
        if (format == FormatOption.Jsonl)
        {
            using var lines = new JsonLines(Terminal);
            foreach (var document in ExplanationDocument.Verdict(detector.Rules[rule], verdict, eventOf))
                lines.Write(document);
            return;
        }

        var writer = PageWriter.To(Terminal);
        new ExplanationPage(writer, _text).WriteRule(detector.Rules[rule]);
        writer.Blank();
        new CorrelationPage(writer, NodaTime.DateTimeZone.Utc, eventOf, id => detector.Rules.First(r => r.Id == id).Title)
            .WriteVerdict(verdict);
    }

    private void Write(RuleSummary rule, IReadOnlyList<(string Place, EventVerdict Verdict)> verdicts, string format)
    {
        if (format == FormatOption.Jsonl)
        {
            using var lines = new JsonLines(Terminal);
            foreach (var (place, verdict) in verdicts)
                lines.Write(new ExplanationDocument(_text).Verdict(rule, place, verdict));
            return;
        }

        var writer = PageWriter.To(Terminal);
        var page = new ExplanationPage(writer, _text);
        page.WriteRule(rule);
        foreach (var (place, verdict) in verdicts)
        {
            writer.Blank();
            page.WriteVerdict(place, verdict);
        }
    }
}
