// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Service.Results.Interchange;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate export</c>: the incidents of a result in a form that other tools read.</summary>
internal sealed class ExportCommand : CliCommand
{
    private const string Ocsf = "ocsf";
    private const string Sarif = "sarif";
    private const string Timesketch = "timesketch";
    private const string TimesketchCsv = "timesketch-csv";
    private const string Navigator = "navigator";
    private const string NavigatorAtlas = "navigator-atlas";
    private const string Stix = "stix";

    private static readonly string[] Forms = [Ocsf, Sarif, Timesketch, TimesketchCsv, Navigator, NavigatorAtlas, Stix];

    private readonly ResultArgument _folder = new();
    private readonly Option<string> _to = new("--to")
    {
        Description = "ocsf (detection findings, JSON lines), sarif (2.1.0), timesketch (JSON lines), timesketch-csv, "
            + "navigator (ATT&CK layer), navigator-atlas (ATLAS layer), stix (2.1 bundle of indicators)",
        HelpName = "FORM",
        Required = true,
    };

    private readonly WhereOption _where = new();

    public ExportCommand(CommandContext context)
        : base("export", "Write the incidents of a result to standard output in a form that other tools read", context)
    {
        _folder.AddTo(this);
        Add(_to);
        _where.AddTo(this);
        Examples =
        [
            "export result/ --to ocsf",
            "export result/ --to stix --where 'verdict = agent_initiated'",
            "export result/ --to navigator",
        ];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var form = OptionText.Choice("--to", parsed.GetRequiredValue(_to), Forms);
        var filter = _where.Read(parsed);
        var folder = _folder.Read(parsed);
        var incidents = folder.Incidents().Where(filter.Matches);
        var name = $"fwcorrelate {folder.CustodyCase ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(folder.CasePath))}".TrimEnd();
        switch (form)
        {
            case Ocsf:
                foreach (var incident in incidents)
                    Write(OcsfFindings.Of(incident, folder.ToolVersion));
                break;
            case Sarif:
                Write(SarifLog.Of([.. incidents], folder.ToolVersion));
                break;
            case Timesketch:
                WriteTimesketch(TimesketchEvents.Of(folder, [.. incidents]));
                break;
            case TimesketchCsv:
                WriteTimesketchCsv(TimesketchEvents.Of(folder, [.. incidents]));
                break;
            case Navigator:
                Write(NavigatorLayer.OfAttack(incidents, name));
                break;
            case NavigatorAtlas:
                Write(NavigatorLayer.OfAtlas(incidents, name));
                break;
            default:
                Write(StixBundle.Of([.. incidents]));
                break;
        }

        return ExitCode.Done;
    }

    // Everything but ASCII is written as JSON's own escapes: nothing hidden reaches a terminal or another tool's page.
    private void Write(JsonObject document)
    {
        Terminal.Out.Flush();
        Terminal.Bytes.Write(Encoding.UTF8.GetBytes(document.ToJsonString() + "\n"));
    }

    private void WriteTimesketch(IEnumerable<TimesketchEvent> events)
    {
        foreach (var found in events)
        {
            var document = new JsonObject();
            foreach (var column in TimesketchEvent.Columns)
            {
                if (found.Value(column) is { } value)
                    document[column] = value;
            }

            Write(document);
        }
    }

    private void WriteTimesketchCsv(IEnumerable<TimesketchEvent> events)
    {
        var csv = new CsvText(Terminal);
        csv.Row([.. TimesketchEvent.Columns]);
        foreach (var found in events)
        {
            foreach (var column in TimesketchEvent.Columns)
                csv.Text(found.Value(column));
            csv.EndRow();
        }
    }
}
