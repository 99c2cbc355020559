// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.Gpu;
using FwCorrelate.Ingestion.Identity;
using FwCorrelate.Ingestion.Leases;
using NodaTime;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate formats</c>: what can be read.</summary>
internal sealed class FormatsCommand : CliCommand
{
    private readonly FormatOption _format = new(FormatOption.Table, FormatOption.Jsonl, FormatOption.Csv);

    public FormatsCommand(CommandContext context)
        : base("formats", "List the formats of logs, traces and leases that can be read", context)
    {
        _format.AddTo(this);
        Add(new FormatsTryCommand(context));
        Add(new FormatsDraftCommand(context));
        Examples = ["formats", "formats --format jsonl | jq -r .name"];
    }

    private sealed record Row(
        string Name, string Kind, string Title, Duration? Slack, string SlackSource, string? Lacks = null, string? NoPipeline = null);

    protected override ExitCode Execute(ParseResult parsed)
    {
        Row[] rows =
        [
            .. FlowFormats.Shipped.Tables.Select(
                f => new Row(f.Name, "log", f.Title, f.WorstCaseSlack, f.SlackSource, NoPipeline: f.PipelineLack)),
            .. TraceFormats.All.Select(f => new Row(f.Name, "trace", f.Title, null, "", f.Lacks)),
            new Row(LeaseFormat.Name, "lease", "CSV with the header address,owner_kind,owner_id,host,from,to", null, ""),
            .. IdentityFormats.All.Select(f => new Row(f.Name, "lease", f.Title, null, "", f.Lacks)),
            .. GpuFormat.All.Select(f => new Row(f.Name, "gpu", f.Title, null, "")),
        ];
        switch (_format.Read(parsed, Terminal))
        {
            case FormatOption.Jsonl:
                WriteJson(rows);
                break;
            case FormatOption.Csv:
                WriteCsv(rows);
                break;
            default:
                WriteTable(rows);
                break;
        }

        return ExitCode.Done;
    }

    private void WriteTable(Row[] rows)
    {
        var page = PageWriter.To(Terminal);
        var table = new TextTable(page, rows.Max(r => r.Name.Length), 5);
        table.Header("NAME", "KIND", "WHAT, AND HOW FAR ITS STAMPS MAY BE OFF");
        foreach (var row in rows)
        {
            table.Row(row.Name, row.Kind, row.Title);
            if (row.Slack is { } slack)
                table.Row("", "", $"stamps within {PageText.Span(slack)}: {row.SlackSource}");
            if (row.Lacks is { } lacks)
                table.Row("", "", $"lacks {lacks}");
            if (row.NoPipeline is { } reason)
                table.Row("", "", $"no ingest pipeline: {reason}");
        }

        page.Blank();
        page.Line("Formats are recognised by content; --log-format NAME forces one. Files may be gzipped. A mapping file ('formats draft') "
            + "reads logs and traces of your own.");
    }

    private void WriteJson(Row[] rows)
    {
        using var lines = new JsonLines(Terminal);
        foreach (var row in rows)
        {
            lines.Write(new EcsDocument().Set("name", row.Name).Set("kind", row.Kind).Set("title", row.Title)
                .Set("slack_ms", row.Slack is { } slack ? EcsTime.Milliseconds(slack) : null).Set("slack_source", row.SlackSource)
                .Set("lacks", row.Lacks).Set("no_pipeline", row.NoPipeline));
        }
    }

    private void WriteCsv(Row[] rows)
    {
        var csv = new CsvText(Terminal);
        csv.Row("name", "kind", "title", "slack_ms", "slack_source", "lacks", "no_pipeline");
        foreach (var row in rows)
        {
            csv.Text(row.Name).Text(row.Kind).Text(row.Title).Number(row.Slack is { } slack ? EcsTime.Milliseconds(slack) : (long?)null)
                .Text(row.SlackSource).Text(row.Lacks).Text(row.NoPipeline).EndRow();
        }
    }
}
