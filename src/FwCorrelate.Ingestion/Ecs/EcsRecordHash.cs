// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>The hashes by which results name a record that was read from a document, for who checks them (design, section 9).</summary>
public static class EcsRecordHash
{
    /// <summary>
    /// Whether a hash names the record of a document: that of <c>event.original</c>, the one that the document tells, or that of its
    /// canonical JSON.
    /// </summary>
    /// <param name="document">One JSON object; anything else is no document.</param>
    /// <param name="sha256">64 hex digits.</param>
    public static bool IsOf(ReadOnlySpan<byte> document, string sha256)
    {
        ArgumentNullException.ThrowIfNull(sha256);
        try
        {
            return IsSame(EcsIdentity.HashOf(document), sha256)
                || (FirstDocument.TryRead(document, out var row) && IsTold(row[EcsField.Sha256, document], sha256))
                || IsSame(Flows.RecordHash.Of(EcsIdentity.Canonical(document.ToArray())), sha256);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsTold(ReadOnlySpan<byte> told, string sha256) => Ascii.EqualsIgnoreCase(told, sha256);

    private static bool IsSame(Flows.RecordHash hash, string sha256) =>
        string.Equals(hash.ToString(), sha256, StringComparison.OrdinalIgnoreCase);
}
