// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Inputs;
using NodaTime;

namespace FwCorrelate.Ingestion;

/// <summary>A format of flow or firewall logs. Adding one is a folder and a line in <see cref="FlowFormats"/>.</summary>
public interface IFlowFormat : IHeaderLines
{
    /// <summary>What users write, such as <c>aws-vpc-flow</c>.</summary>
    string Name { get; }

    /// <summary>For people.</summary>
    string Title { get; }

    /// <summary>How far off a stamp may be, each way, as documented.</summary>
    Duration WorstCaseSlack { get; }

    /// <summary>Where <see cref="WorstCaseSlack"/> is documented, or why it is so.</summary>
    string SlackSource { get; }

    /// <summary>Whether a file is of this format, by the start of its text (up to 64 KiB); the path may support a guess, never make one.</summary>
    bool Recognises(ReadOnlySpan<byte> head, string path);

    /// <summary>Longest line in bytes that a file with this start may have; a longer one is passed over.</summary>
    int LongestLine(ReadOnlySpan<byte> head) => LineBlockReader.MaxFlowLine;

    /// <summary>By what name and slack a case knows the records of a file with this start: those of the format itself, unless it only passes on records of others.</summary>
    LogOrigin OriginOf(ReadOnlySpan<byte> head) => new(Name, WorstCaseSlack);

    /// <summary>What a user can do about a file that is nearly of this format; null where it is not.</summary>
    string? Hint(ReadOnlySpan<byte> head) => null;

    /// <summary>A parser for one worker thread and one file.</summary>
    /// <param name="head">The start of the file's text.</param>
    /// <param name="forcedColumns">The column list of <c>--log-format</c>, if it was one; see <see cref="FlowFormats.Force"/>.</param>
    /// <exception cref="FwCorrelate.Cases.ConfigurationException">The column list cannot be used.</exception>
    IFlowParser CreateParser(InputFile file, ReadOnlyMemory<byte> head, string? forcedColumns);
}

/// <summary>What wrote the records of a file.</summary>
/// <param name="Format">Name of a format, as settings of a case give it.</param>
/// <param name="Slack">How far off a stamp may be, each way, as documented.</param>
public sealed record LogOrigin(string Format, Duration Slack);

/// <summary>Turns blocks of one file into records. Not thread-safe; what it says of a block does not depend on the blocks it saw before.</summary>
public interface IFlowParser : IRecordLayout
{
    /// <summary>
    /// Starts <paramref name="batch"/> over and fills it: every line of the block ends in records, in
    /// <see cref="FlowBatch.Rejected"/> or in <see cref="FlowBatch.IgnoredLines"/>. Never throws for what the block holds.
    /// </summary>
    void Parse(LineBlock block, FlowBatch batch);
}
