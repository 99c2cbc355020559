// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Incidents;
using FwCorrelate.Matching;
using FwCorrelate.Redaction;
using FwCorrelate.Service;
using FwCorrelate.Service.Reporting;

namespace FwCorrelate.Cli.Output;

/// <summary>Writes a result to standard output in the format that was asked for.</summary>
internal static class InvestigationWriter
{
    public static void Write(InvestigationResult result, string format, Level minLevel, IReadOnlyList<string> arguments, Terminal terminal)
    {
        string Redact(string command) => CommandRedaction.Apply(command, result.Settings.Redaction);
        switch (format)
        {
            case FormatOption.Jsonl:
                WriteJsonLines(result, minLevel, terminal);
                break;
            case FormatOption.Csv:
                IncidentRows.Write(Shown(result, minLevel), Redact, terminal);
                break;
            case FormatOption.Timesketch:
                TimesketchRows.Write(Shown(result, minLevel), Redact, terminal);
                break;
            case FormatOption.Html:
                terminal.Out.Flush();
                HtmlReport.Write(result, terminal.Bytes);
                break;
            default:
                new InvestigationPage(PageWriter.To(terminal), new PageSettings(minLevel, arguments, Redact)).Write(result);
                break;
        }
    }

    private static void WriteJsonLines(InvestigationResult result, Level minLevel, Terminal terminal)
    {
        using var lines = new JsonLines(terminal);
        foreach (var incident in Shown(result, minLevel))
            lines.Write(IncidentDocument.Of(incident, result.Settings.Redaction));
    }

    // In the order of incidents.jsonl.
    private static IEnumerable<Incident> Shown(InvestigationResult result, Level minLevel) =>
        result.Incidents.Where(i => i.Rule.Level >= minLevel);
}
