// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Globalization;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Service.Results;

namespace FwCorrelate.Cli.Commands;

/// <summary>
/// <c>fwcorrelate infrastructure propose</c>: drafts entries for <c>case.yml</c>. They lack a reason, without which <c>case.yml</c> is
/// refused: a person must have vouched for each.
/// </summary>
internal sealed class InfrastructureProposeCommand : CliCommand
{
    private const int MostSources = 5;

    private readonly ResultArgument _folder = new();
    private readonly QuietOption _quiet = new();

    public InfrastructureProposeCommand(CommandContext context)
        : base("propose", "Draft entries of expected traffic from what recurs on hosts that run no agent, for a person to vouch for; "
            + "nothing is applied", context)
    {
        _folder.AddTo(this);
        _quiet.AddTo(this);
        Examples = ["infrastructure propose result/"];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var drafts = InfrastructureDraft.Of(_folder.Read(parsed));
        if (drafts.Count > 0)
        {
            Line("# What recurs on hosts that run no agent. Nothing is applied: who vouches for an entry puts in 'why' and 'by' and pastes it into case.yml.");
            Line("infrastructure:");
        }

        foreach (var draft in drafts)
            Write(draft);
        if (!_quiet.Read(parsed))
            Say(drafts.Count == 0 ? "nothing recurs on hosts that no entry expects"
                : $"{PageText.Count(drafts.Count, "draft")}: case.yml refuses an entry whose 'why' is empty");
        return ExitCode.Done;
    }

    private void Write(InfrastructureDraft draft)
    {
        var more = draft.Sources.Count > MostSources ? $" and {PageText.Count(draft.Sources.Count - MostSources)} more" : "";
        Line($"  # {PageText.Count(draft.Records, "record")} in {PageText.Count(draft.Hours, "hour")} from "
            + $"{string.Join(", ", draft.Sources.Take(MostSources))}{more}, {PageText.Range(draft.First, draft.Last, NodaTime.DateTimeZone.Utc)} UTC");
        Line($"  # {string.Join("; ", draft.Rules)}");
        if (draft.FromSandboxes > 0)
            Line($"  # {PageText.Count(draft.FromSandboxes, "incident")} of sandboxes went there too, which this does not excuse: look into those first");
        var port = draft.Port is { } number ? string.Create(CultureInfo.InvariantCulture, $", ports: [{number}]") : "";
        Line($"  - {{to: \"{draft.To}\"{port}, from: hosts, why: \"\", by: \"\"}}");
    }

    // Titles come from rules, which anybody may have written: one line stays one line.
    private void Line(string text) => Terminal.Out.WriteLine(TerminalText.Escape(text));
}
