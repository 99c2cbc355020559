// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Redaction;
using FwCorrelate.Service;
using FwCorrelate.Service.Reporting;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Cli.Output;

/// <summary>TRUST: what the answers rest on, and where they do not hold.</summary>
internal sealed class TrustSection(PageWriter page, DateTimeZone zone)
{
    private const int Indent = 2;
    private const int Column = 14;
    private const int Shown = 3;

    public void Write(InvestigationResult result)
    {
        page.Line("TRUST", emphasis: Emphasis.Strong);
        foreach (var source in result.Sources)
            WriteSource(source);
        if (result.Sources.Count == 0)
            Say("logs", "none: nothing but tool calls is judged", Emphasis.Caution);
        WriteTraces(result.TimelineTrust);
        WriteLeases(result.TimelineTrust);
        WriteGpu(result.GpuSources);
        WriteRules(result);
        WriteUnread(result);
        WriteAll("warning", Unread.OtherWarnings(result), "report.html");
    }

    private void WriteSource(SourceTrust source)
    {
        var covered = source is { From: { } from, To: { } to } ? PageText.Range(from, to, zone) : "no time covered";
        Say(source.Settings.Name, $"{covered}, {PageText.Count(source.Records, "record")} of {PageText.Count(source.Files, "file")} "
            + $"({string.Join(", ", source.Formats)}), {PageText.Count(source.Sensors, "sensor")}");
        var clock = source.Settings.Clock;
        Say("", $"{ZoneOf(source)}; {ClockOf(clock.Offset)}; stamps within {PageText.Span(clock.Slack)}: {clock.Reason}");
        if (source.DoubtfulStamps > 0)
            Say("", $"{PageText.Count(source.DoubtfulStamps, "stamp")} within a change of the clocks: two readings each, so time alone "
                + "names nobody for them", Emphasis.Caution);
        if (source.UnreadRecords > 0)
            Say("", $"{PageText.Count(source.UnreadRecords, "record")} could not be read: no silence around them is proof",
                Emphasis.Caution);
        WriteGaps(source.Gaps);
    }

    private void WriteGaps(IReadOnlyList<CoverageGap> gaps)
    {
        foreach (var gap in gaps.OrderByDescending(g => g.IsLoss).ThenByDescending(g => g.Interval.Duration).Take(Shown))
        {
            var what = gap.IsLoss ? "LOST RECORDS" : "SILENT";
            Say("", $"{what} {PageText.Range(gap.Interval.Start, gap.Interval.End, zone)} ({PageText.Span(gap.Interval.Duration)})",
                gap.IsLoss ? Emphasis.Caution : Emphasis.None);
        }

        if (gaps.Count > Shown)
            Say("", $"… and {PageText.Count(gaps.Count - Shown, "more gap")}, {PageText.Span(TotalOf(gaps))} in all");
    }

    private void WriteTraces(TimelineTrust trust)
    {
        if (trust.Calls == 0 && trust.Episodes == 0)
        {
            Say("traces",
                trust.Spans == 0 ? "none: no tool call can be named"
                    : $"{PageText.Count(trust.Spans, "span")}, none of them a tool call: none can be named", Emphasis.Caution);
            WriteUntold(trust);
            return;
        }

        var covered = trust is { From: { } from, To: { } to } ? PageText.Range(from, to, zone) : "no times";
        Say("traces", $"{covered}, {PageText.Count(trust.Calls, "call")} in {PageText.Count(trust.Episodes, "episode")} of "
            + $"{PageText.Count(trust.Runs, "run")}");
        Say("", CoverageOf(trust.MeanTraceCoverage), trust.MeanTraceCoverage is 1 ? Emphasis.None : Emphasis.Caution);
        var missing = new[] { (trust.CallsWithoutCommand, "without a command"), (trust.CallsWithoutSandbox, "without a sandbox") }
            .Where(m => m.Item1 > 0).Select(m => $"{PageText.Count(m.Item1, "call")} {m.Item2}");
        var vague = trust.CallsByBasis.Where(b => b.Key != TimeBasis.Clock && b.Value > 0).OrderBy(b => b.Key)
            .Select(b => $"{PageText.Count(b.Value)} timed {BasisOf(b.Key)}");
        if (trust.EpisodesInDoubt > 0)
            Say("", $"{PageText.Count(trust.EpisodesInDoubt, "episode")} may have made calls that could not be read: time alone names no "
                + "call of them", Emphasis.Caution);
        var caveats = string.Join(", ", missing.Concat(vague));
        if (caveats.Length > 0)
            Say("", caveats);
        if (trust.CallsWithoutCommand > trust.Calls / 2)
            Say("", "a command that stands in an attribute of another name is read where case.yml says attributes: {command: NAME}");
        WriteUntold(trust);
    }

    private void WriteUntold(TimelineTrust trust)
    {
        if (trust.CallsWithoutSpan > 0)
            Say("", $"{PageText.Count(trust.CallsWithoutSpan, "call")} asked for by the model, of which there is no span",
                Emphasis.Caution);
        foreach (var (reason, spans) in trust.SpansNotTaken.Take(Shown))
            Say("", $"{PageText.Count(spans, "span")} not taken for a tool call: {TerminalText.Escape(reason, 160)}", Emphasis.Caution);
        if (trust.SpansNotTaken.Count > Shown)
            Say("", $"… and {PageText.Count(trust.SpansNotTaken.Skip(Shown).Sum(r => r.Spans), "more span")} that look like tool calls");
        if (trust.UnreadableEpisodes > 0)
            Say("", $"{PageText.Count(trust.UnreadableEpisodes, "episode")} with spans that could not be read", Emphasis.Caution);
        if (trust.StoppedEpisodes > 0)
            Say("", $"{PageText.Count(trust.StoppedEpisodes, "episode")} whose calls all carry one stamp: when they ran is not known",
                Emphasis.Caution);
        if (trust.Conflicts.Count > 0)
            Say("", $"{PageText.Count(trust.Conflicts.Count, "contradiction")} between records of one id: all are kept, one may be forged",
                Emphasis.Caution);
    }

    private void WriteLeases(TimelineTrust trust)
    {
        if (trust.Leases == 0)
            Say("leases", "none: nothing ties an address to a sandbox", Emphasis.Caution);
        else
            Say("leases", $"{PageText.Count(trust.Leases)}: {PageText.Count(trust.ExclusiveAddresses)} exclusive, "
                + $"{PageText.Count(trust.SharedAddresses)} shared "
                + (trust.SharedAddresses == 1 ? "address" : "addresses"));
        if (trust.LostLeases > 0)
            Say("", $"{PageText.Count(trust.LostLeases, "row or table", "rows or tables")} could not be read: the addresses that they may "
                + "be of count as shared", Emphasis.Caution);
    }

    private void WriteGpu(IReadOnlyList<GpuTrust> sources)
    {
        foreach (var source in sources)
        {
            var covered = source is { From: { } from, To: { } to } ? PageText.Range(from, to, zone) : "no time covered";
            Say("gpu", $"{covered}, {PageText.Count(source.Records, "value")} of {PageText.Count(source.Gpus, "GPU")} on "
                + $"{PageText.Count(source.Hosts, "host")} "
                + $"({string.Join(", ", source.Formats)}); {ClockOf(source.Settings.ClockOffset)}");
        }
    }

    private void WriteRules(InvestigationResult result)
    {
        var blind = result.Rules.Where(r => r.BlindBecause is not null).ToList();
        Say("rules", $"{PageText.Count(result.Rules.Count)} loaded, {PageText.Count(blind.Count)} blind, "
            + $"{PageText.Count(result.RuleErrors.Count)} unusable",
            result.Rules.Count == 0 ? Emphasis.Alarm : Emphasis.None);
        foreach (var reason in blind.GroupBy(r => r.BlindBecause).OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal).Take(Shown))
        {
            var titles = string.Join(", ", reason.Take(Shown).Select(r => r.Rule.Title));
            var more = reason.Count() > Shown ? $", … and {reason.Count() - Shown} more" : "";
            Say("", $"BLIND {titles}{more}: {reason.Key}", Emphasis.Caution);
        }

        if (result.Behaviours.Count > 0)
            WriteAll("not seen", NotSeenText.Lines(result, zone), "manifest.json", Emphasis.None);
        foreach (var error in result.RuleErrors.Take(Shown))
            Say("", $"UNUSABLE {error}", Emphasis.Alarm);
        if (result.RuleErrors.Count > Shown)
            Say("", $"… and {result.RuleErrors.Count - Shown} more: fwcorrelate rules check");
    }

    private void WriteUnread(InvestigationResult result)
    {
        WriteAll("not read", Unread.Lines(result), "ledger.json");
        if (result.Rejected.Count == 0)
            return;
        var first = result.Rejected[0];
        Say("rejected", $"{PageText.Count(result.Rejected.Count + result.RejectedUnlisted, "record")}; the first is "
            + $"{first.File}:{first.Line}: {TerminalText.Escape(first.Reason, 160)}", Emphasis.Caution);
    }

    private void WriteAll(string label, IReadOnlyList<string> lines, string file, Emphasis emphasis = Emphasis.Caution)
    {
        foreach (var line in lines.Take(Shown))
        {
            Say(label, line, emphasis);
            label = "";
        }

        if (lines.Count > Shown)
            Say("", $"… and {lines.Count - Shown} more in {file}");
    }

    private void Say(string label, string text, Emphasis emphasis = Emphasis.None) =>
        page.Field(label, ZonedText.In(zone, CommandRedaction.MaskSecrets(text)), Indent, Column, emphasis);

    private static string ZoneOf(SourceTrust source) => source.Settings.ZoneIsConfigured
        ? $"zone {source.Settings.Zone.Id} (configured)"
        : $"zone {source.Settings.Zone.Id} (assumed where stamps tell none)";

    private static string ClockOf(Duration offset) =>
        offset == Duration.Zero ? "clock taken as right"
        : offset > Duration.Zero ? $"clock {PageText.Span(offset)} ahead, corrected"
        : $"clock {PageText.Span(-offset)} behind, corrected";

    private static string CoverageOf(double? coverage) => coverage switch
    {
        null => "trace coverage unknown: turns are not recorded, so time alone names no call",
        1 => "trace coverage 100%: the calls of every turn are recorded",
        { } share => $"trace coverage {Math.Min(99, Math.Round(share * 100)):0}%: calls are missing, so time alone claims less",
    };

    private static string BasisOf(TimeBasis basis) => basis switch
    {
        TimeBasis.ClockNaive => "by a stamp without a zone",
        TimeBasis.DerivedEnd => "by end minus duration",
        TimeBasis.Bracketed => "between two events",
        TimeBasis.Step => "by training step only",
        _ => "not at all",
    };

    private static Duration TotalOf(IReadOnlyList<CoverageGap> gaps) =>
        gaps.Aggregate(Duration.Zero, (sum, gap) => sum + gap.Interval.Duration);
}
