// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Formats;

/// <summary>
/// By what a single record is known to be of a format: the reader recognises a file by its first record with it, the routing pipeline each.
/// </summary>
public sealed record RecordMarks
{
    /// <summary>The member that names a log's topic where a log service adds one. A topic that is there decides.</summary>
    public const string TopicMember = "__topic__";

    /// <summary>The member that names the kind of log.</summary>
    public const string TypeMember = "log_type";

    public IReadOnlyList<string> Topics { get; init; } = [];

    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Members of an object, whatever their spelling: a record has one of each group.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Members { get; init; } = [];

    /// <summary>Columns by which the header line of CSV is known.</summary>
    public IReadOnlyList<string> Header { get; init; } = [];

    /// <summary>How a line of text is known, by itself or by the line of names that a shipper tells with it.</summary>
    public IReadOnlyList<TextMark> Texts { get; init; } = [];

    /// <summary>Whether records are lines of many cells without names, which nothing else is: at most one format's are.</summary>
    public bool AreCells { get; init; }

    /// <summary>Members of an object in which shippers put such a line.</summary>
    public IReadOnlyList<string> Carriers { get; init; } = [];
}
