// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Globalization;
using FwCorrelate.Cases;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.Mappings;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate formats try</c>: a few records raw beside normalised, with the columns that nothing maps.</summary>
internal sealed class FormatsTryCommand : CliCommand
{
    private const int MostRecords = 1000;

    private readonly Argument<string> _file = new("FILE") { Description = "A log, trace or lease table" };
    private readonly Option<string> _mapping = new("--mapping")
    {
        Description = "Mapping file to read it by (default: its format is recognised by content)",
        HelpName = "FILE.yml",
    };
    private readonly Option<string> _records = new("--records") { Description = "How many records to show (default: 3)", HelpName = "N" };
    private readonly ZoneOption _zone = new();
    private readonly FormatOption _format = new(FormatOption.Table, FormatOption.Jsonl);

    public FormatsTryCommand(CommandContext context)
        : base("try", "Show a few records of a file raw beside normalised, and the columns that nothing maps", context)
    {
        Add(_file);
        Add(_mapping);
        Add(_records);
        _zone.AddTo(this);
        _format.AddTo(this);
        Examples = ["formats try vpc.log", "formats try gateway.csv --mapping case/mappings/gateway.yml --records 5"];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var format = _format.Read(parsed, Terminal);
        var zone = _zone.Read(parsed);
        var count = CountOf(parsed.GetValue(_records));
        var input = FormatsDraftCommand.FileOf(parsed.GetRequiredValue(_file));
        var mapping = parsed.GetValue(_mapping) is { } path ? CaseMappings.ReadFile(path) : null;
        var recognition = mapping is null ? ContentRecogniser.Recognise(input) : ContentRecogniser.Recognise(input, mapping);
        var trial = FormatTrial.Of(input, recognition, mapping, zone, count);
        TrialWriter.Write(trial, format, Terminal);
        return trial.Records.Count == 0 ? ExitCode.InputDamaged : ExitCode.Done;
    }

    private static int CountOf(string? text) => text is null ? 3
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= MostRecords ? count
        : throw new ConfigurationException($"--records '{text}' is not a number of records: expected 1 to {MostRecords}");
}
