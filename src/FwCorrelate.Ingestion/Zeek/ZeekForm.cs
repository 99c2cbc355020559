// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Ingestion.Mapped;

namespace FwCorrelate.Ingestion.Zeek;

/// <summary>
/// Zeek's own text: cells below a line <c>#fields</c> that names them, separated by what stands behind that word (Zeek, "Log Files", ASCII
/// writer).
/// </summary>
internal sealed class ZeekForm() : HeadedForm("#fields"u8.ToArray(), ["id.orig_h", "id.resp_h"], (byte)'\t')
{
    private const int NameStart = 7;

    // Comments too are no records.
    public override bool IsHeader(ReadOnlySpan<byte> line) => line is [(byte)'#', ..];

    public override void Enter(string? header)
    {
        if (header is null || header.StartsWith("#fields", StringComparison.Ordinal))
            base.Enter(header);
    }

    protected override byte[][] NamesOf(string header)
    {
        Separator = header.Length > NameStart ? (byte)header[NameStart] : Separator;
        return base.NamesOf(header)[1..];
    }
}
