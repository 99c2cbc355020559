// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Flows;

/// <summary>Where a record stands: enough to open it again.</summary>
/// <param name="File">Path relative to the case, with <c>/</c>.</param>
/// <param name="Line">1-based line of the decompressed text.</param>
/// <param name="Index">Which tuple or span of the line, from 0.</param>
/// <param name="Offset">Bytes of decompressed text before the record.</param>
/// <param name="Sha256">Lower-case hex of the SHA-256 of the raw decompressed record without its terminator.</param>
public sealed record RecordOrigin(string File, long Line, int Index, long Offset, string Sha256)
{
    public override string ToString() => $"{File}:{Line}";
}

/// <summary>A record that could not be read, and why, in words for a user.</summary>
public sealed record RejectedRecord(string File, long Line, long Offset, string Reason);
