// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Ingestion.Inputs;

namespace FwCorrelate.Ingestion.Mappings;

/// <summary>How the records of a home-made log or trace stand in its files.</summary>
public enum MappedForm
{
    /// <summary>JSON objects, one a line or in one document.</summary>
    JsonLines,

    /// <summary>Cells below a line that names them (RFC 4180), or named by the mapping.</summary>
    Csv,

    /// <summary>Pairs <c>key=value</c>.</summary>
    KeyValue,
}

/// <summary>What one file of <c>mappings/</c> says: which files of the case it is about, and what their columns mean.</summary>
/// <param name="Name">As settings and results name the format.</param>
/// <param name="Globs">Files that it is about, relative to the case. They are read so whatever their content looks like.</param>
/// <param name="Log">Reader of a log; null for a trace.</param>
/// <param name="Trace">Reader of a trace; null for a log.</param>
/// <param name="Columns">Columns that the mapping reads.</param>
public sealed record CaseMapping(
    string Name, string File, IReadOnlyList<string> Globs, IFlowFormat? Log, ITraceFormat? Trace, IReadOnlyList<string> Columns)
{
    /// <summary>Whether it is about a file of the case.</summary>
    public bool IsOf(string relativePath)
    {
        foreach (var glob in Globs)
        {
            if (PathGlob.Matches(glob, relativePath))
                return true;
        }

        return false;
    }
}
