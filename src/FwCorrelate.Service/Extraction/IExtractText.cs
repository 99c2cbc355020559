// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;

namespace FwCorrelate.Service.Extraction;

/// <summary>How text of a case is written into an extract: as it is, or with replacements.</summary>
internal interface IExtractText
{
    /// <summary>A line of a log, a trace or a lease table, without its terminator.</summary>
    byte[] Line(ReadOnlySpan<byte> line);

    /// <summary>A whole text; a JSON document where it is one, printed over however many lines.</summary>
    byte[] Whole(ReadOnlySpan<byte> text);

    /// <summary>A name, a path or another short text.</summary>
    string Text(string text);

    /// <summary>An id of a trace or a span, as the timeline writes it.</summary>
    string Id(string id);

    CaseSettings Settings(CaseSettings settings);
}
