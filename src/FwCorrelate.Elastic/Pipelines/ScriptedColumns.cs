// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Formats;

namespace FwCorrelate.Elastic.Pipelines;

/// <summary>What a log's own columns are to a script.</summary>
/// <param name="Format">What is known of the log.</param>
/// <param name="Parameters">What a function needs to find a column, as its parameters are declared.</param>
/// <param name="Column">The expression for a column's text: null where it is absent.</param>
internal sealed record ScriptedColumns(LogFormat Format, string Parameters, Func<string, string> Column)
{
    /// <summary>Whether each record says of itself that its source opened the connection.</summary>
    public bool RecordsTellOpener { get; init; }

    /// <summary>The parameters as they are passed on.</summary>
    public string Arguments { get; } = string.Join(", ", Parameters.Split(", ").Select(p => p[(p.LastIndexOf(' ') + 1)..]));
}
