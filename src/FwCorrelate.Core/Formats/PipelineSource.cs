// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;

namespace FwCorrelate.Formats;

/// <summary>
/// What is a family's own in its ingest pipeline; all else is common to all or made of <see cref="LogFormat"/>. In the family's Painless
/// <c>$Start</c> is a place in the array of numbers that a record is, <c>$[column]</c> the place of a column, <c>$(Name)</c> a constant,
/// and <c>statusOf</c>, <c>actionOf</c>, <c>directionOf</c> are functions from the vendor's word to its value, -1 for a word that is none.
/// </summary>
public abstract record PipelineSource
{
    /// <summary>What it reads, for people.</summary>
    public required string Reads { get; init; }

    /// <summary>The family's Painless: files of its <see cref="LogFormat.Folder"/>.</summary>
    public required IReadOnlyList<string> Scripts { get; init; }

    /// <summary>Columns that a record is made of.</summary>
    public required IReadOnlyList<string> RecordColumns { get; init; }

    /// <summary>Names among the mappings that no column has, each with the expression that makes its text.</summary>
    public IReadOnlyDictionary<string, string> Computed { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Constants { get; init; } = new Dictionary<string, string>();

    /// <summary>By the name of the function that tells whether a text is one of the words.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> WordLists { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}

/// <summary>
/// For records of named values: JSON objects, or rows of CSV whose header line <c>fwcorrelate.log_format</c> tells. The family's Painless
/// has <c>keepRow</c>, <c>isAbsent</c>, <c>read</c> and <c>lacksFlow</c>.
/// </summary>
public sealed record MemberPipeline : PipelineSource
{
    /// <summary>How the names of <see cref="PipelineSource.RecordColumns"/> may be written.</summary>
    public ColumnSpelling Spelling { get; init; }

    /// <summary>Whether stamps may be dates without a zone.</summary>
    public bool ReadsLocalStamps { get; init; }
}

/// <summary>
/// For records of named values whose table says what each name means: JSON objects that may nest, or lines of text that the family's
/// Painless or <see cref="Table"/> cuts into names and values. What all of them share is <see cref="Library"/>, as text: it lies beside the
/// reader that they share.
/// </summary>
public sealed record MappedPipeline : PipelineSource
{
    /// <summary>Functions that all such families share, and those of a family's that it has not of its own.</summary>
    public required IReadOnlyList<string> Library { get; init; }

    /// <summary>What runs.</summary>
    public required string Main { get; init; }

    /// <summary>
    /// What the script looks into beside the places of columns: roles by name, objects that hold columns, how lines are cut.
    /// </summary>
    public required Func<JsonObject> Table { get; init; }
}

/// <summary>For records that are cells without names, or anything else: the family's Painless does all but the document.</summary>
public sealed record CellPipeline : PipelineSource
{
    /// <summary>The file that runs.</summary>
    public required string Main { get; init; }

    /// <summary>What <c>describe</c> takes to find a cell, as its parameters are declared.</summary>
    public required string Parameters { get; init; }

    /// <summary>The expression for a column's text or null, of the token that stands for the column's place.</summary>
    public required Func<string, string> Cell { get; init; }

    /// <summary>Place of the first column.</summary>
    public int FirstColumn { get; init; }

    /// <summary>Tables that the script looks into, of the columns in the order of their places.</summary>
    public required Func<IReadOnlyList<string>, JsonObject> Tables { get; init; }
}
