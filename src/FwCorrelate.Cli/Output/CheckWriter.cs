// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Service.Checking;
using NodaTime;

namespace FwCorrelate.Cli.Output;

/// <summary>Writes what a look at a case tells.</summary>
internal static class CheckWriter
{
    private const int Column = 10;
    private const int Listed = 20;

    public static void Write(CaseCheck check, string format, DateTimeZone zone, Terminal terminal)
    {
        if (format == FormatOption.Jsonl)
        {
            using var lines = new JsonLines(terminal);
            lines.Write(DocumentOf(check));
            return;
        }

        var page = PageWriter.To(terminal);
        page.Line($"{PageText.Count(check.Files, "file")}, {PageText.Bytes(check.StoredBytes)}; read {PageText.Bytes(check.BytesRead)} of "
            + "it"
            + (check.NotLookedAt > 0 ? $", {PageText.Count(check.NotLookedAt, "file")} not looked at" : ""), emphasis: Emphasis.Strong);
        WriteParts(check, page, zone);
        WriteList(page, "WILL MEET", check.Meets, Emphasis.Strong);
        WriteList(page, "WILL NOT MEET", check.Fails, check.Fails.Count > 0 ? Emphasis.Alarm : Emphasis.Strong);
        WriteList(page, "IN DOUBT", check.Doubts, Emphasis.Strong);
        WriteList(page, "NOT READ", check.Unread, Emphasis.Strong);
        WriteList(page, "ADD FIRST, THE CHEAPEST ON TOP", check.Additions, Emphasis.Strong);
        if (check.CaseYml.Length == 0)
            return;
        page.Blank();
        page.Line("case.yml, to paste:", emphasis: Emphasis.Strong);
        foreach (var line in check.CaseYml.TrimEnd('\n').Split('\n'))
            page.Unwrapped(line);
    }

    private static void WriteParts(CaseCheck check, PageWriter page, DateTimeZone zone)
    {
        foreach (var log in check.Logs)
        {
            var zoneOf = !log.LacksZone ? "" : $", stamps without a zone, read in {log.Zone.Id}";
            page.Field("log",
                $"{log.Source}: {string.Join(", ", log.Formats)}, {PageText.Count(log.Files, "file")}, {PageText.Bytes(log.StoredBytes)}, "
                + $"{RangeOf(log.From, log.To, zone)}{(log.EndIsUnknown ? " or later" : "")}{zoneOf}; sampled "
                + $"{PageText.Count(log.Records, "record")}", 0, Column);
        }

        var (traces, leases) = (check.Traces, check.Leases);
        page.Field("traces",
            $"{string.Join(", ", traces.Formats)}: {PageText.Count(traces.Files, "file")}, {PageText.Count(traces.Calls, "call")} in "
            + $"{PageText.Count(traces.Sandboxes.Count, "sandbox", "sandboxes")}, "
            + $"{RangeOf(traces.From, traces.To, zone)}{(traces.IsSampled ? ", sampled" : "")}", 0, Column);
        page.Field("leases", $"{PageText.Count(leases.Files, "file")}, {PageText.Count(leases.Rows, "row")} of "
            + $"{PageText.Count(leases.Addresses, "address", "addresses")} and "
            + $"{PageText.Count(leases.Sandboxes, "sandbox", "sandboxes")}{(leases.Told > 0 ? $", {PageText.Count(leases.Told)} told by traces" : "")}"
            + $"{(leases.OwnersWithoutCalls > 0 ? $", {PageText.Count(leases.OwnersWithoutCalls)} of the sandboxes without calls" : "")}{(leases.IsSampled ? ", sampled" : "")}", 0, Column);
    }

    private static string RangeOf(Instant? from, Instant? to, DateTimeZone zone) =>
        from is { } start && to is { } end ? $"{PageText.Range(start, end, zone)} {PageText.Zone(zone, start)}" : "no times";

    private static void WriteList(PageWriter page, string title, IReadOnlyList<string> texts, Emphasis emphasis)
    {
        if (texts.Count == 0)
            return;
        page.Blank();
        page.Line(title, emphasis: emphasis);
        foreach (var text in texts.Take(Listed))
            page.Field("-", text, 2, 4);
        if (texts.Count > Listed)
            page.Line($"and {PageText.Count(texts.Count - Listed)} more", 4);
    }

    private static EcsDocument DocumentOf(CaseCheck check) => new EcsDocument()
        .Set("files", check.Files)
        .Set("not_looked_at", check.NotLookedAt)
        .Set("stored_bytes", check.StoredBytes)
        .Set("bytes_read", check.BytesRead)
        .Set("logs", [.. check.Logs.Select(DocumentOf)])
        .Set("traces.formats", check.Traces.Formats)
        .Set("traces.files", check.Traces.Files)
        .Set("traces.calls", check.Traces.Calls)
        .Set("traces.untimed", check.Traces.Untimed)
        .Set("traces.without_sandbox", check.Traces.WithoutSandbox)
        .Set("traces.sandboxes", check.Traces.Sandboxes.Count)
        .Set("traces.sandboxes_without_lease", check.Traces.SandboxesWithoutLease)
        .Set("traces.from", Time(check.Traces.From))
        .Set("traces.to", Time(check.Traces.To))
        .Set("leases.files", check.Leases.Files)
        .Set("leases.rows", check.Leases.Rows)
        .Set("leases.told_by_traces", check.Leases.Told)
        .Set("leases.addresses", check.Leases.Addresses)
        .Set("leases.sandboxes", check.Leases.Sandboxes)
        .Set("meets", check.Meets)
        .Set("fails", check.Fails)
        .Set("doubts", check.Doubts)
        .Set("unread", check.Unread)
        .Set("additions", check.Additions)
        .Set("case_yml", check.CaseYml);

    private static EcsDocument DocumentOf(LogCheck log) => new EcsDocument()
        .Set("source", log.Source)
        .Set("formats", log.Formats)
        .Set("files", log.Files)
        .Set("stored_bytes", log.StoredBytes)
        .Set("records", log.Records)
        .Set("rejected", log.Rejected)
        .Set("from", Time(log.From))
        .Set("to", Time(log.To))
        .Set("end_is_unknown", log.EndIsUnknown)
        .Set("lacks_zone", log.LacksZone)
        .Set("hours_ahead", log.HoursAhead)
        .Set("leased", log.Leased)
        .Set("with_calls", log.WithCalls)
        .Set("unleased", [.. log.Unleased.Select(u => u.Address.ToString())]);

    private static string? Time(Instant? time) => time is { } known ? EcsTime.Format(known) : null;
}
