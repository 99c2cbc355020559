// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Ingestion.Inputs;
using NodaTime;

namespace FwCorrelate.Ingestion.Mappings;

/// <summary>
/// A home-made trace as a mapping file of the case describes it: one tool call a record. It knows its files by their paths, not by their
/// content.
/// </summary>
/// <param name="columns">By role (<see cref="TraceRoles"/>): columns, of which the first present counts.</param>
/// <param name="durationUnit">Of <see cref="TraceRoles.Duration"/>.</param>
/// <param name="header">Names of the columns of CSV without a line of names; null where files have one.</param>
internal sealed class CaseTraceFormat(
    string name, IReadOnlyList<string> globs, MappedForm form, char separator, IReadOnlyList<string>? header,
    IReadOnlyDictionary<string, IReadOnlyList<string>> columns, Duration durationUnit, string absent) : ITraceFormat
{
    public string Name => name;

    public string Title => "home-made trace, by a mapping file of the case";

    public string? Lacks => LacksOf();

    /// <summary>Columns by role.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Columns => columns;

    public MappedForm Form => form;

    public char Separator => separator;

    public IReadOnlyList<string>? Header => header;

    public Duration DurationUnit => durationUnit;

    /// <summary>How a value says that there is none, beside an empty one.</summary>
    public string Absent => absent;

    public bool Recognises(ReadOnlySpan<byte> head, string path)
    {
        foreach (var glob in globs)
        {
            if (PathGlob.Matches(glob, path))
                return true;
        }

        return false;
    }

    public ITraceCollector CreateCollector(TraceCase traces) => new CaseTraceCollector(this, traces);

    private string? LacksOf()
    {
        var lacks = new List<string>();
        if (!columns.ContainsKey(TraceRoles.Start) && !columns.ContainsKey(TraceRoles.End))
            lacks.Add("any time: its calls name nobody");
        else if (!columns.ContainsKey(TraceRoles.End) && !columns.ContainsKey(TraceRoles.Duration))
            lacks.Add("when calls end");
        if (!columns.ContainsKey(TraceRoles.Sandbox) && !columns.ContainsKey(TraceRoles.Host) && !columns.ContainsKey(TraceRoles.Address))
            lacks.Add("any identity: a lease whose owner_id is the episode's id joins it");
        lacks.Add("messages, and turns without calls: whether calls are missing is not known");
        return string.Join("; ", lacks);
    }
}
