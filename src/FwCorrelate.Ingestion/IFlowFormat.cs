// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Inputs;

namespace FwCorrelate.Ingestion;

/// <summary>
/// The reader of a format of flow or firewall logs. Adding one is a folder and a line in <see cref="FlowFormats"/>: README.md says how, and
/// a test adds one that way.
/// </summary>
public interface IFlowFormat : IHeaderLines
{
    /// <summary>All that is known of the format before any of it is read.</summary>
    LogFormat Table { get; }

    /// <summary>What users write.</summary>
    string Name => Table.Name;

    /// <summary>
    /// Whether a file is of this format, by the start of its text (up to 64 KiB); the path may support a guess, never make one.
    /// </summary>
    bool Recognises(ReadOnlySpan<byte> head, string path);

    /// <summary>Longest line in bytes that a file with this start may have; a longer one is passed over.</summary>
    int LongestLine(ReadOnlySpan<byte> head) => LineBlockReader.MaxFlowLine;

    /// <summary>What wrote the records of a file with this start: the format itself, unless it only passes on records of others.</summary>
    LogFormat OriginOf(ReadOnlySpan<byte> head) => Table;

    /// <summary>What a user can do about a file that is nearly of this format; null where it is not.</summary>
    string? Hint(ReadOnlySpan<byte> head) => null;

    /// <summary>A parser for one worker thread and one file.</summary>
    /// <param name="head">The start of the file's text.</param>
    /// <param name="forcedColumns">The column list of <c>--log-format</c>, if it was one; see <see cref="FlowFormats.Force"/>.</param>
    /// <exception cref="FwCorrelate.Cases.ConfigurationException">The column list cannot be used.</exception>
    IFlowParser CreateParser(InputFile file, ReadOnlyMemory<byte> head, string? forcedColumns);
}
