// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Flows;

/// <summary>Where a record stands: enough to open it again.</summary>
/// <remarks>Every tool call and every lease keeps one, so its hash is held as bytes and written as text when asked for.</remarks>
public sealed record RecordOrigin
{
    private readonly RecordHash _hash;
    private readonly string? _otherText;

    /// <param name="sha256">See <see cref="Sha256"/>. Text that is no such hash (read from a damaged result) is kept as it is.</param>
    public RecordOrigin(string file, long line, int index, long offset, string sha256)
    {
        (File, Line, Index, Offset) = (file, line, index, offset);
        if (!RecordHash.TryParse(sha256, out _hash))
            _otherText = sha256;
    }

    public RecordOrigin(string file, long line, int index, long offset, RecordHash hash) =>
        (File, Line, Index, Offset, _hash) = (file, line, index, offset, hash);

    /// <summary>Path relative to the case, with <c>/</c>.</summary>
    public string File { get; init; }

    /// <summary>1-based line of the decompressed text.</summary>
    public long Line { get; init; }

    /// <summary>Which tuple or span of the line, from 0.</summary>
    public int Index { get; init; }

    /// <summary>Bytes of decompressed text before the record.</summary>
    public long Offset { get; init; }

    /// <summary>
    /// The document it was read from, where it was read from an index: then <see cref="File"/>, <see cref="Line"/> and <see cref="Offset"/>
    /// are of a copy that is gone.
    /// </summary>
    public DocumentId? Document { get; init; }

    /// <summary>Lower-case hex of the SHA-256 of the raw decompressed record without its terminator.</summary>
    public string Sha256 => _otherText ?? _hash.ToString();

    public override string ToString() => Document is { } document ? $"{document.Index}/{document.Id}" : $"{File}:{Line}";
}

/// <summary>A document of an index. Both names are the server's: hostile until escaped.</summary>
public sealed record DocumentId(string Index, string Id);

/// <summary>A record that could not be read, and why, in words for a user.</summary>
public sealed record RejectedRecord(string File, long Line, long Offset, string Reason)
{
    /// <summary>The document it was read from, where it was read from an index: then line and offset are of a copy that is gone.</summary>
    public DocumentId? Document { get; init; }
}
