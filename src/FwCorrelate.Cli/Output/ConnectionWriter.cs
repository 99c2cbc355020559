// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Correlation;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Network;
using FwCorrelate.Redaction;
using FwCorrelate.Service.Connections;
using NodaTime;

namespace FwCorrelate.Cli.Output;

/// <summary>Writes connections by start; as a table, those that have one cause and one target are a row.</summary>
internal static class ConnectionWriter
{
    private const int MaxCommand = 200;

    public static void Write(ConnectionReport report, string format, DateTimeZone zone, bool all, Terminal terminal)
    {
        switch (format)
        {
            case FormatOption.Jsonl:
                using (var lines = new JsonLines(terminal))
                {
                    foreach (var connection in report.Connections)
                        lines.Write(ConnectionDocument.Of(connection, report.Settings.Redaction));
                }

                break;
            case FormatOption.Csv:
                WriteCsv(report, terminal);
                break;
            default:
                new Table(report, zone, PageWriter.To(terminal)).Write(all);
                break;
        }
    }

    private static void WriteCsv(ConnectionReport report, Terminal terminal)
    {
        var csv = new CsvText(terminal);
        csv.Row("start", "end", "source", "source_port", "destination", "destination_port", "protocol", "domain", "bytes_out", "denied",
            "inbound", "kind", "rung",
            "sandbox", "run", "episode", "call", "tool", "confidence", "none_weight", "unexplained", "rules", "suppressed_by", "command",
            "reason", "sources", "file", "line");
        foreach (var c in report.Connections)
        {
            var (a, call) = (c.Attribution, c.Attribution.Call);
            csv.Text(EcsTime.Format(c.Connection.Start)).Text(EcsTime.Format(c.Connection.End))
                .Text(c.Acting.Address.ToString()).Number<int>(c.Acting.Port)
                .Text(c.Target.Address.ToString()).Number<int>(c.Target.Port).Text(c.Acting.Protocol.Name())
                .Text(c.Domain).Number<long>(c.BytesOut)
                .Text(c.IsDenied ? "true" : "false").Text(c.IsInbound ? "true" : "false").Text(WordsOf.Kind(a.Kind)).Text(a.Rung.ToString())
                .Text(string.Join(' ', a.Sandboxes)).Text(call?.RunId).Text(call?.EpisodeId).Text(call?.CallId).Text(call?.ToolName)
                .Text(PageText.Weight(a.Confidence)).Text(PageText.Weight(a.NoneWeight)).Text(c.IsUnexplainedEgress ? "true" : "false")
                .Text(string.Join("; ", c.Rules.Select(r => r.Title))).Text(c.SuppressedBy)
                .Text(call is null ? null : CommandRedaction.Apply(call.Command ?? call.Arguments ?? "", report.Settings.Redaction))
                .Text(CommandRedaction.MaskSecrets(string.Join("; ", a.Explanations))).Text(string.Join(' ', c.Sources))
                .Text(c.First.File).Number<long>(c.First.Line).EndRow();
        }
    }

    private sealed class Table(ConnectionReport report, DateTimeZone zone, PageWriter page)
    {
        private readonly TextTable _table = new(page, 19, 11);

        public void Write(bool all)
        {
            WriteHead();
            var unexplained = report.Connections.Where(c => c.IsUnexplainedEgress).ToList();
            Section("EGRESS THAT NO CALL EXPLAINS", unexplained, Emphasis.Alarm, "none", unexplained: true);
            var rest = report.Connections.Where(c => !c.IsUnexplainedEgress).ToList();
            Section("OPENED BY A CALL", [.. rest.Where(c => c.Attribution.Kind == AttributionKind.ToolCall)], Emphasis.Strong, "none");
            Section("CALLS THAT MAY HAVE", [.. rest.Where(c => c.Attribution.Kind == AttributionKind.Candidates)], Emphasis.Strong, "none");
            var others = rest.Where(c => c.Attribution.Kind is not (AttributionKind.ToolCall or AttributionKind.Candidates)).ToList();
            if (all)
                Section("OTHERS: EXPECTED, OF HOSTS AND SERVICES, FROM OUTSIDE", others, Emphasis.Strong, "none");
            else if (others.Count > 0)
                page.Line($"{PageText.Count(others.Count, "more connection")}: expected by case.yml, of hosts and services, or from "
                    + "outside. --all lists them.");
        }

        private void WriteHead()
        {
            var byKind = report.Connections.CountBy(c => c.Attribution.Kind).ToDictionary();
            var sandboxes = report.Connections.SelectMany(c => c.Attribution.Sandboxes).Distinct(StringComparer.Ordinal).Count();
            page.Line(
                $"{PageText.Count(report.Connections.Count, "connection")} of {PageText.Count(sandboxes, "sandbox", "sandboxes")} in "
                + $"{PageText.Count(report.LogFiles, "log file")}, "
                + $"{PageText.Range(report.Span.Start, report.Span.End, zone)} {PageText.Zone(zone, report.Span.Start)}",
                    emphasis: Emphasis.Strong);
            page.Line($"{Count(AttributionKind.ToolCall)} opened by a named call, {Count(AttributionKind.Candidates)} with candidates, "
                + $"{Count(AttributionKind.Sandbox)} of a sandbox "
                + $"that no call fits, {Count(AttributionKind.None)} of hosts, services or from outside, "
                + $"{Count(AttributionKind.UnknownAddress)} of addresses that nobody is known to hold.");
            page.Line("Attribution is by time, identity and commands: it shows who could have, never what a process did.");

            string Count(AttributionKind kind) => PageText.Count(byKind.GetValueOrDefault(kind));
        }

        private void Section(string title, List<AttributedConnection> connections, Emphasis emphasis, string none, bool unexplained = false)
        {
            page.Blank();
            page.Line(title, emphasis: connections.Count > 0 ? emphasis : Emphasis.Strong);
            if (connections.Count == 0)
            {
                page.Line(none, 2);
                return;
            }

            _table.Header("FIRST", "CONNECTIONS", "WHO, WHERE TO");
            foreach (var group in connections.GroupBy(c => (Who(c.Attribution, c.Acting), c.Target, Cause(c.Attribution)))
                .OrderBy(g => unexplained ? Order(g.First()) : 0))
                WriteGroup([.. group], unexplained);
        }

        // What every sandbox does at its start comes last, what rules ask for first.
        private static int Order(AttributedConnection connection) =>
            (connection.Background.Count > 0 ? 100 : 0) - (connection.Rules.Count > 0 ? (int)connection.Rules[0].Level + 1 : 0);

        private void WriteGroup(List<AttributedConnection> group, bool unexplained)
        {
            var first = group[0];
            var attribution = first.Attribution;
            var domain = first.Domain.Length > 0 ? $" ({first.Domain})" : "";
            var bytes = group.Sum(c => c.BytesOut) is > 0 and var sent ? $", {PageText.Bytes(sent)} out" : "";
            var denied = group.TrueForAll(c => c.IsDenied) ? ", denied" : "";
            _table.Row(PageText.Time(first.Connection.Start, zone), PageText.Count(group.Count),
                $"{Who(attribution, first.Acting)} {(first.IsInbound ? "←" : "→")} {first.Target}{domain}{bytes}{denied}");
            if (attribution.Call is { } call)
                Say($"call {call.CallId}, confidence {PageText.Weight(attribution.Confidence)}, {WordsOf.Rung(attribution.Rung)}: "
                    + $"{call.ToolName}: {CommandOf(call)}");
            foreach (var candidate in attribution.Kind == AttributionKind.Candidates ? attribution.Candidates.Take(3) : [])
                Say($"{PageText.Weight(candidate.Weight)} call {candidate.Call.CallId}: {candidate.Call.ToolName}: "
                    + $"{CommandOf(candidate.Call)}");
            if (attribution.Kind == AttributionKind.Candidates)
                Say($"{PageText.Weight(attribution.NoneWeight)} none of these; {WordsOf.Rung(attribution.Rung)}");
            if (unexplained || attribution.Kind != AttributionKind.ToolCall)
            {
                foreach (var reason in attribution.Explanations.Concat(first.Background).Take(4))
                    Say(reason);
            }

            if (unexplained && first.Background.Count == 0 && first.WouldDecide.Count > 0)
                Say($"would decide: {string.Join("; or ", first.WouldDecide.Take(2))}");
            if (first.Rules.Count > 0)
                Say($"rules: {string.Join("; ", group.SelectMany(c => c.Rules).Select(r => r.Title).Distinct(StringComparer.Ordinal).Take(4))}");
            if (first.SuppressedBy is { } expected)
                Say($"expected: {expected}");
        }

        private void Say(string text) => _table.Row("", "", "  " + CommandRedaction.MaskSecrets(text));

        private string CommandOf(Timelines.ToolCall call) =>
            TerminalText.EscapeLines(CommandRedaction.Apply(call.Command ?? call.Arguments ?? "", report.Settings.Redaction), MaxCommand);

        private static string Who(Attribution attribution, Endpoint acting) => attribution.Sandboxes.Count switch
        {
            0 when attribution.Leases.Count > 0 =>
                $"{attribution.Leases[0].OwnerKind.ToString().ToLowerInvariant()} {attribution.Leases[0].OwnerId} {acting.Address}",
            0 => acting.Address.ToString(),
            1 => $"sandbox {attribution.Sandboxes[0]} {acting.Address}",
            var many => $"one of {many} sandboxes {acting.Address}",
        };

        private static (string?, string?) Cause(Attribution attribution) => attribution.Kind switch
        {
            AttributionKind.ToolCall => (attribution.Call!.TraceId, attribution.Call.SpanId),
            AttributionKind.Candidates => (attribution.Candidates[0].Call.TraceId, attribution.Candidates[0].Call.SpanId),
            _ => (attribution.Kind.ToString(), attribution.Reasons.Count > 0 ? attribution.Reasons[0] : ""),
        };
    }
}
