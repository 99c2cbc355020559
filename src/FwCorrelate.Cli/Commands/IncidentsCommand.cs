// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.CommandLine;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Service.Results;
using FwCorrelate.Service.Results.Filters;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate incidents</c>: the incidents of a result, worst first.</summary>
internal sealed class IncidentsCommand : CliCommand
{
    private readonly ResultArgument _folder = new();
    private readonly WhereOption _where = new();
    private readonly FormatOption _format = new(FormatOption.Table, FormatOption.Jsonl, FormatOption.Csv);
    private readonly ZoneOption _zone = new();
    private readonly QuietOption _quiet = new();

    public IncidentsCommand(CommandContext context)
        : base("incidents", "List the incidents of a result, worst first", context)
    {
        _folder.AddTo(this);
        _where.AddTo(this);
        _format.AddTo(this);
        _zone.AddTo(this);
        _quiet.AddTo(this);
        Examples =
        [
            "incidents result/",
            "incidents result/ --where 'level >= high and verdict = agent_initiated'",
            "incidents result/ --where 'episode.id = ep-44-* or destination.ip = 203.0.113.0/24' --format csv",
        ];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var format = _format.Read(parsed, Terminal);
        var zone = _zone.Read(parsed);
        var filter = _where.Read(parsed);
        var folder = _folder.Read(parsed);
        var all = 0;
        var missing = Missing(filter);
        var query = IncidentQuery.Of(
            incident =>
            {
                Interlocked.Increment(ref all);
                foreach (var (field, _) in missing)
                {
                    if (FieldFilter.ValuesOf(incident, field).Any())
                        missing.TryRemove(field, out _);
                }

                return filter.Matches(incident);
            }, filter.Fields);
        if (format == FormatOption.Jsonl)
            StoredLines.Write(StoredIncidents.WorstFirst(folder, query, i => i.Utf8), Terminal);
        else if (format == FormatOption.Csv)
            StoredIncidents.WriteCsv(StoredIncidents.WorstFirst(folder, query, StoredIncidents.CsvRow), Terminal);
        else
            new IncidentList(PageWriter.To(Terminal), zone)
                .Write(StoredIncidents.WorstFirst(folder, query, IncidentLine.Of), all, folder.Path);
        if (!_quiet.Read(parsed))
            SayUnknownFields(folder, missing.Keys);
        return ExitCode.Done;
    }

    // A name that no incident has is mostly a slip; it may also be one that just none of these has.
    private static ConcurrentDictionary<string, bool> Missing(FieldFilter filter) => new(
        filter.Fields.Where(f => f != "level").Distinct(StringComparer.OrdinalIgnoreCase).Select(f => KeyValuePair.Create(f, true)));

    private void SayUnknownFields(ResultFolder folder, ICollection<string> missing)
    {
        if (missing.Count == 0)
            return;
        var known = folder.Incidents().SelectMany(i => i.Fields()).ToHashSet(StringComparer.Ordinal);
        foreach (var field in missing.Where(f => !known.Contains(f) && !known.Contains("fwcorrelate." + f)))
            Say($"note: no incident here has the field '{field}'.{Suggestion.Sentence(field, known.Concat(known.Where(k => k.StartsWith("fwcorrelate.", StringComparison.Ordinal)).Select(k => k["fwcorrelate.".Length..])))}");
    }
}
