// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Correlation;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Redaction;
using FwCorrelate.Service.Connections;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Cli.Output;

/// <summary>Writes what a case answers about an address: one part for each zone that the time may be of.</summary>
internal static class AddressWriter
{
    private const int MaxCommand = 200;
    private const int Column = 12;
    private const int Listed = 10;

    public static void Write(AddressReport report, AddressQuestion question, string format, DateTimeZone zone, Terminal terminal)
    {
        if (format == FormatOption.Jsonl)
        {
            using var lines = new JsonLines(terminal);
            foreach (var (read, answer) in report.Answers)
                lines.Write(AddressDocument.Of(answer, question.Address, question.Port, read, isAsked: true, report.Settings.Redaction));
            foreach (var answer in report.Elsewhere)
                lines.Write(AddressDocument.Of(answer, question.Address, question.Port, OffsetText(report.Answers[0].Answer.At - answer.At),
                    isAsked: false, report.Settings.Redaction));
            return;
        }

        var page = PageWriter.To(terminal);
        var isFirst = true;
        foreach (var (read, answer) in report.Answers)
        {
            if (!isFirst)
                page.Blank();
            isFirst = false;
            new Part(report, question, page, zone).Write(answer, report.Answers.Count > 1 ? $", if the stamp is of {read}" : "");
        }

        WriteElsewhere(report, page, zone);
    }

    private static void WriteElsewhere(AddressReport report, PageWriter page, DateTimeZone zone)
    {
        if (report.Elsewhere.Count > 0)
        {
            page.Blank();
            page.Line("Whole hours away it was held while calls ran. If the stamp is of another zone, ask again with --tz:",
                emphasis: Emphasis.Caution);
            foreach (var answer in report.Elsewhere.Take(Listed))
            {
                page.Field(OffsetText(report.Answers[0].Answer.At - answer.At),
                    $"{PageText.Time(answer.At, zone)}: {string.Join(", ", answer.Attribution.Sandboxes)}, "
                    + $"{PageText.Count(answer.Running.Count, "call")} running", 2, Column);
            }
        }

        if (report.Leases == 0)
            page.Line("No lease is in the case: add who held which address when (address,owner_kind,owner_id,host,from,to), without which "
                + "no address is anybody's.", emphasis: Emphasis.Caution);
        if (report.Calls == 0)
            page.Line("No tool call is in the case: add agent traces.", emphasis: Emphasis.Caution);
    }

    private static string OffsetText(Duration ahead) =>
        string.Create(CultureInfo.InvariantCulture, $"UTC{(ahead < Duration.Zero ? "-" : "+")}{Math.Abs(ahead.TotalHours):00}:00");

    private sealed class Part(AddressReport report, AddressQuestion question, PageWriter page, DateTimeZone zone)
    {
        public void Write(AddressAnswer answer, string reading)
        {
            var attribution = answer.Attribution;
            var port = question.Port is { } p ? $" port {p}" : "";
            page.Line($"{question.Address}{port} at {PageText.Time(answer.At, zone)} {PageText.Zone(zone, answer.At)}{reading}, give or "
                + $"take {PageText.Span(question.Slack)}", emphasis: Emphasis.Strong);
            page.Field("held by", HolderOf(attribution), 0, Column, answer.IsHeld ? Emphasis.Strong : Emphasis.Caution);
            page.Field("how sure", SureOf(attribution), 0, Column);
            if (answer.Hosts.Count > 0)
                page.Field("on", string.Join(", ", answer.Hosts), 0, Column);
            if (answer.Networks.Count > 1)
                page.Field("networks", $"{string.Join(", ", answer.Networks)}: equal addresses of several networks are several machines", 0,
                    Column, Emphasis.Caution);
            WriteNeighbours(answer);
            foreach (var episode in answer.Episodes.Take(Listed))
                page.Field("episode", EpisodeText(episode), 0, Column);
            WriteCalls(answer);
            foreach (var gap in answer.Gaps.Take(Listed))
                page.Field("not told", CommandRedaction.MaskSecrets(gap.Text), 0, Column, Emphasis.Caution);
            foreach (var lease in attribution.Leases.Take(Listed))
                page.Field("lease", LeaseText(lease), 0, Column);
            foreach (var missing in answer.Missing)
                page.Field("missing", missing, 0, Column);
        }

        private static string HolderOf(Attribution attribution) => attribution switch
        {
            { Sandboxes.Count: 1 } => $"sandbox {attribution.Sandboxes[0]}",
            { Sandboxes.Count: > 1 } => $"one of {attribution.Sandboxes.Count} sandboxes: "
            + $"{string.Join(", ", attribution.Sandboxes.Take(Listed))}{(attribution.Sandboxes.Count > Listed ? ", …" : "")}",
            { Leases.Count: > 0 } => $"{attribution.Leases[0].OwnerKind.ToString().ToLowerInvariant()} {attribution.Leases[0].OwnerId}",
            _ => "nobody that the case knows of",
        };

        private static string SureOf(Attribution attribution)
        {
            var reasons = attribution.Kind is AttributionKind.Candidates or AttributionKind.ToolCall or AttributionKind.Sandbox
                && attribution.Rung is Rung.B or Rung.C
                ? "" : string.Concat(attribution.Explanations.Take(3).Select(r => "; " + r));
            return WordsOf.Rung(attribution.Rung) + CommandRedaction.MaskSecrets(reasons);
        }

        private void WriteNeighbours(AddressAnswer answer)
        {
            if (answer.Before is { } before)
                page.Field("before", LeaseText(before), 0, Column);
            if (answer.After is { } after)
                page.Field("after", LeaseText(after), 0, Column);
        }

        private void WriteCalls(AddressAnswer answer)
        {
            var attribution = answer.Attribution;
            if (attribution.Call is { } named)
                page.Field("call", $"{CallText(named)}, confidence {PageText.Weight(attribution.Confidence)}", 0, Column, Emphasis.Strong);
            foreach (var candidate in attribution.Call is null ? attribution.Candidates.Take(Listed) : [])
                page.Field("may be", $"{PageText.Weight(candidate.Weight)} {CallText(candidate.Call)}", 0, Column);
            if (attribution.Call is null && attribution.Candidates.Count > 0)
                page.Field("", $"{PageText.Weight(attribution.NoneWeight)} none of these", 0, Column);
            var listed = attribution.Candidates.Select(c => c.Call).ToHashSet();
            foreach (var call in answer.Running.Where(c => !listed.Contains(c)).Take(Listed))
                page.Field("ran then", CallText(call), 0, Column);
            if (answer.Running.Count == 0 && attribution.Sandboxes.Count > 0)
                page.Field("calls", "none ran then, as far as the traces tell", 0, Column);
            foreach (var reason in attribution.Kind is AttributionKind.Candidates ? attribution.Explanations.Take(3) : [])
                page.Field("", CommandRedaction.MaskSecrets(reason), 0, Column);
        }

        private string CallText(ToolCall call)
        {
            var command = TerminalText.EscapeLines(
                CommandRedaction.Apply(call.Command ?? call.Arguments ?? "", report.Settings.Redaction), MaxCommand);
            var end = call.IsOpen ? "no end told" : PageText.Span(call.End.Value - call.Start.Value);
            var place = string.Concat(new[] { ("run", call.RunId), ("episode", call.EpisodeId), ("turn", call.Turn) }.Where(
                p => !string.IsNullOrEmpty(p.Item2)).Select(p => $", {p.Item1} {p.Item2}"));
            return $"{call.CallId} from {PageText.Time(call.Start.Value, zone)}, {end}{place}: {call.ToolName}: {command}";
        }

        private string EpisodeText(Episode episode)
        {
            var coverage = episode.TraceCoverage is { } share ? string.Create(CultureInfo.InvariantCulture,
                $", {Math.Floor(share * 100):0} % of its turns have their calls") : ", its trace may lack calls";
            return $"{episode.Id}{(episode.RunId is { } run ? $" of run {run}" : "")}{(episode.Step is { } step ? $", step {step}" : "")}, "
                + $"{PageText.Range(episode.Start, episode.End, zone)}{coverage}";
        }

        private string LeaseText(AddressLease lease)
        {
            var ports = lease is { PortFrom: 0, PortTo: 65535 } ? "" : lease.PortFrom == lease.PortTo ? $" port {lease.PortFrom}"
                : $" ports {lease.PortFrom} to {lease.PortTo}";
            var told = lease.IsInventory ? "" : ", told by a trace";
            return $"{lease.OwnerKind.ToString().ToLowerInvariant()} {lease.OwnerId}{ports}, {TimeOf(lease.From)} to "
                + $"{TimeOf(lease.To)}{told} ({lease.Origin.File}:{lease.Origin.Line})";
        }

        private string TimeOf(Instant time) =>
            time == Instant.MaxValue ? "open" : time == Instant.MinValue ? "always" : PageText.Time(time, zone);
    }
}
