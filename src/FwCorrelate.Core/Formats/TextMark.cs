// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Formats;

/// <summary>By what the routing pipeline knows a line of text: see <see cref="RecordMarks"/>. The reader of files looks closer.</summary>
/// <param name="Groups">The line contains a text of each group.</param>
public sealed record TextMark(params IReadOnlyList<string>[] Groups)
{
    /// <summary>Whether it is the line of names that is known so, and not the record: without it the record is not known at all.</summary>
    public bool IsHeader { get; init; }

    /// <summary>How often <see cref="Separator"/> must occur at least.</summary>
    public int Separators { get; init; }

    public char Separator { get; init; } = ',';

    /// <summary>What the line must begin with; empty where it may begin with anything but <c>{</c>.</summary>
    public string Start { get; init; } = "";
}
