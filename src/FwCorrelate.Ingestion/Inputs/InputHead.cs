// SPDX-License-Identifier: Apache-2.0
using System.Buffers;

namespace FwCorrelate.Ingestion.Inputs;

/// <summary>The start of a file's text, enough to recognise its format.</summary>
public static class InputHead
{
    /// <summary>Bytes of text that formats are shown.</summary>
    public const int Length = 64 * 1024;

    /// <summary>Up to <see cref="Length"/> bytes of decompressed text; <paramref name="damage"/> tells why there may be none.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static ReadOnlyMemory<byte> Read(CaseInput input, out InputDamage? damage)
    {
        using var opened = OpenedInput.Open(input, isHashed: false);
        var head = ArrayPool<byte>.Shared.Rent(Length);
        var filled = 0;
        while (filled < Length && opened.Read(head.AsSpan(filled, Length - filled)) is var read and > 0)
            filled += read;
        damage = opened.Damage is { } reason ? new InputDamage(reason, opened.IsUnsupported) : null;

        // Most files of a case may be much shorter.
        var text = head.AsSpan(0, filled).ToArray();
        ArrayPool<byte>.Shared.Return(head);
        return text;
    }
}
