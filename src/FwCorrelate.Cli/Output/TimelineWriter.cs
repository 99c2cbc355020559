// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Redaction;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Cli.Output;

/// <summary>Writes calls by start, then leases by address.</summary>
internal static class TimelineWriter
{
    private const int MaxCommand = 200;

    public static void Write(Timeline timeline, string format, DateTimeZone zone, ArgumentRedaction redaction, Terminal terminal)
    {
        switch (format)
        {
            case FormatOption.Jsonl:
                WriteJson(timeline, redaction, terminal);
                break;
            case FormatOption.Csv:
                WriteCsv(timeline, redaction, terminal);
                break;
            default:
                WriteTable(timeline, zone, redaction, PageWriter.To(terminal));
                break;
        }
    }

    private static void WriteJson(Timeline timeline, ArgumentRedaction redaction, Terminal terminal)
    {
        using var lines = new JsonLines(terminal);
        var episodes = timeline.Episodes.ToDictionary(e => (e.Id, e.RunId));
        foreach (var call in timeline.Calls.Concat(timeline.Untimed))
            lines.Write(ToolCallDocument.Of(call, redaction, episodes.GetValueOrDefault((call.EpisodeId ?? "", call.RunId))));
        foreach (var generation in timeline.Generations)
            lines.Write(GenerationDocument.Of(generation));
        foreach (var lease in timeline.Leases)
            lines.Write(LeaseDocument.Of(lease));
    }

    private static void WriteTable(Timeline timeline, DateTimeZone zone, ArgumentRedaction redaction, PageWriter page)
    {
        page.Line($"{PageText.Count(timeline.Calls.Count, "call")} in {PageText.Count(timeline.Episodes.Count, "episode")}, "
            + $"{PageText.Count(timeline.Leases.Count, "lease")}. Times in {zone.Id}.", emphasis: Emphasis.Strong);
        if (timeline.Calls.Count > 0)
            page.Blank();
        var calls = new TextTable(page, 19, 9);
        calls.Header("CALL START", "TOOK", "TOOL, COMMAND, WHERE");
        foreach (var call in timeline.Calls)
        {
            var took = call.IsOpen ? "open" : PageText.Span(call.End.Value - call.Start.Value);
            calls.Row(PageText.Time(call.Start.Value, zone), took,
                $"{call.ToolName}: {TerminalText.Escape(CommandOf(call, redaction), MaxCommand)}");
            calls.Row("", "", PlaceOf(call));
        }

        WriteUntimed(timeline, redaction, page);
        WriteLeases(timeline, zone, page);
    }

    private static void WriteUntimed(Timeline timeline, ArgumentRedaction redaction, PageWriter page)
    {
        if (timeline.Untimed.Count == 0)
            return;
        page.Blank();
        page.Line($"{PageText.Count(timeline.Untimed.Count, "call")} of traces without a clock, or with a dead one: they name nobody.",
            emphasis: Emphasis.Caution);
        var calls = new TextTable(page, 19, 9);
        calls.Header("NO TIME", "", "TOOL, COMMAND, WHERE");
        foreach (var call in timeline.Untimed)
        {
            calls.Row("", "", $"{call.ToolName}: {TerminalText.Escape(CommandOf(call, redaction), MaxCommand)}");
            calls.Row("", "", PlaceOf(call));
        }
    }

    private static void WriteLeases(Timeline timeline, DateTimeZone zone, PageWriter page)
    {
        if (timeline.Leases.Count == 0)
            return;
        page.Blank();
        var leases = new TextTable(page, 19, 19, 18);
        leases.Header("LEASE FROM", "TO", "ADDRESS", "HOLDER");
        foreach (var lease in timeline.Leases)
        {
            var address = lease.Address.IsSingleAddress ? lease.Address.Network.ToString() : lease.Address.ToString();
            leases.Row(TimeOf(lease.From, zone), TimeOf(lease.To, zone), address, HolderOf(lease));
        }
    }

    private static void WriteCsv(Timeline timeline, ArgumentRedaction redaction, Terminal terminal)
    {
        var csv = new CsvText(terminal);
        csv.Row("kind", "start", "end", "run", "step", "episode", "turn", "call", "tool", "command", "sandbox", "host", "address",
            "owner_kind", "owner", "file", "line");
        foreach (var call in timeline.Calls.Concat(timeline.Untimed))
        {
            var isTimed = call.Start.Basis != TimeBasis.None;
            csv.Text("call").Text(isTimed ? EcsTime.Format(call.Start.Value) : null).Text(call.IsOpen
                || !isTimed ? null : EcsTime.Format(call.End.Value)).Text(call.RunId).Text(call.Step)
                .Text(call.EpisodeId).Text(call.Turn).Text(call.CallId).Text(call.ToolName).Text(CommandOf(call, redaction))
                .Text(call.SandboxId)
                .Text(call.HostId).Text(call.Address).Text(null).Text(null).Text(call.Origin.File).Number<long>(call.Origin.Line).EndRow();
        }

        foreach (var generation in timeline.Generations)
        {
            csv.Text("generation").Text(EcsTime.Format(generation.Start)).Text(EcsTime.Format(generation.End)).Text(generation.RunId)
                .Text(null).Text(generation.EpisodeId);
            for (var i = 0; i < 4; i++)
                csv.Text(null);
            csv.Text(generation.SandboxId);
            for (var i = 0; i < 6; i++)
                csv.Text(null);
            csv.EndRow();
        }

        foreach (var lease in timeline.Leases)
        {
            csv.Text("lease").Text(EcsTime.FormatUnlessOpen(lease.From)).Text(EcsTime.FormatUnlessOpen(lease.To));
            for (var i = 0; i < 8; i++)
                csv.Text(null);
            csv.Text(lease.Host).Text(lease.Address.ToString()).Text(NameOf(lease.OwnerKind)).Text(lease.OwnerId).Text(lease.Origin.File)
                .Number<long>(lease.Origin.Line).EndRow();
        }
    }

    private static string CommandOf(ToolCall call, ArgumentRedaction redaction) =>
        CommandRedaction.Apply(call.Command ?? call.Arguments ?? "", redaction);

    private static string PlaceOf(ToolCall call)
    {
        var parts = new (string Word, string? Value)[]
        {
            ("run", call.RunId), ("step", call.Step), ("episode", call.EpisodeId), ("turn", call.Turn), ("call", call.CallId), ("sandbox",
                call.SandboxId ?? call.Address),
        };
        return string.Join(" / ", parts.Where(p => !string.IsNullOrEmpty(p.Value)).Select(p => $"{p.Word} {p.Value}"));
    }

    private static string HolderOf(AddressLease lease)
    {
        var ports = lease is { PortFrom: 0, PortTo: 65535 } ? "" : $", ports {lease.PortFrom} to {lease.PortTo}";
        var network = lease.Network.Length > 0 ? $", network {lease.Network}" : "";
        var told = lease.IsInventory ? "" : ", told by a trace";
        return $"{NameOf(lease.OwnerKind)} {lease.OwnerId}{(lease.Host.Length > 0 ? $" on {lease.Host}" : "")}{network}{ports}{told}";
    }

    private static string NameOf(OwnerKind kind) => kind switch
    {
        OwnerKind.Sandbox => "sandbox",
        OwnerKind.Host => "host",
        OwnerKind.Nat => "nat",
        _ => "service",
    };

    private static string TimeOf(Instant time, DateTimeZone zone) =>
        time == Instant.MaxValue ? "open" : time == Instant.MinValue ? "always" : PageText.Time(time, zone);
}
