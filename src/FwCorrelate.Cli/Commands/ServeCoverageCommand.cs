// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Serving;
using FwCorrelate.Serving.Coverage;
using FwCorrelate.Serving.State;
using FwCorrelate.Serving.Status;
using NodaTime;
using NodaTime.Text;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate serve coverage</c>: which intervals were evaluated, how, and why not whole.</summary>
internal sealed class ServeCoverageCommand : CliCommand
{
    private static readonly InstantPattern Pattern = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss'Z'");
    private readonly StateOption _state = new();
    private readonly Option<string> _from = new("--from")
    {
        Description = "Start of the interval (default: the first record)",
        HelpName = "TIME",
    };
    private readonly Option<string> _to = new("--to") { Description = "End of it (default: the last record)", HelpName = "TIME" };
    private readonly ZoneOption _zone = new();

    public ServeCoverageCommand(CommandContext context)
        : base("coverage", "Show which intervals of each source were evaluated, how, and which rules see what", context)
    {
        _state.AddTo(this);
        Add(_from);
        Add(_to);
        _zone.AddTo(this);
        Examples = ["serve coverage --state state/ --from '2026-01-15 03:00' --to '2026-01-15 05:00'"];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var zone = _zone.Read(parsed);
        var from = parsed.GetValue(_from) is { } f ? OptionText.Time("--from", f, zone) : (Instant?)null;
        var to = parsed.GetValue(_to) is { } t ? OptionText.Time("--to", t, zone) : (Instant?)null;
        if (from >= to)
            throw new Cases.ConfigurationException($"--from {from} is not before --to {to}: expected an interval that holds something");
        return Show(_state.Read(parsed), from, to);
    }

    private ExitCode Show(string folder, Instant? from, Instant? to)
    {
        using var state = StateView.Open(folder);
        var spans = CoverageQuery.Of(state, from, to, ServiceSettings.DefaultLateness).ToList();
        var page = PageWriter.To(Terminal);
        var table = new TextTable(page, Math.Max(6, spans.Select(s => s.Source.Length).DefaultIfEmpty().Max()), 20, 20, 8);
        table.Header("SOURCE", "FROM", "TO", "STATE", "WHY");
        foreach (var (source, span) in spans)
            table.Row(source, Pattern.Format(span.From), Pattern.Format(span.To), WordOf(span.Kind), span.Why);
        page.Blank();
        ShowRules(page, state.All<RuleCoverage>(RuleCoverage.Kind));
        return ExitCode.Done;
    }

    private static void ShowRules(PageWriter page, IReadOnlyList<RuleCoverage> rules)
    {
        foreach (var same in rules.Where(r => r.Blind is null).GroupBy(r => string.Join(", ", r.Sources), StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal))
            page.Line($"{PageText.Count(same.Count(), "rule")} evaluated on: "
                + $"{(same.Key.Length > 0 ? same.Key : "nothing that has arrived")}");
        foreach (var blind in rules.Where(r => r.Blind is not null).GroupBy(r => r.Blind!, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal))
            page.Line($"{PageText.Count(blind.Count(), "rule")} not evaluated: {blind.Key}");
    }

    private static string WordOf(CoverageKind kind) => kind switch
    {
        CoverageKind.Complete => "complete",
        CoverageKind.Partial => "partial",
        CoverageKind.Silent => "silent",
        CoverageKind.Open => "open",
        _ => "none",
    };
}
