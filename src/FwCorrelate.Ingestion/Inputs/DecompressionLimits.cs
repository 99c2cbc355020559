// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Inputs;

/// <summary>How far a compressed file may grow before it is taken for a decompression bomb.</summary>
/// <param name="MaxBytes">Decompressed bytes of one file.</param>
/// <param name="MaxRatio">Decompressed bytes per stored byte, looked at beyond the first <see cref="RatioGrace"/> bytes. Flow logs reach
/// about 30.</param>
public sealed record DecompressionLimits(long MaxBytes = 1L << 40, int MaxRatio = 400)
{
    /// <summary>
    /// Decompressed bytes below which the ratio is not looked at: a short file of equal lines compresses well and harms nobody.
    /// </summary>
    public const long RatioGrace = 64L << 20;

    public static DecompressionLimits Default { get; } = new();

    /// <summary>Why so much text cannot come from so few bytes, or null.</summary>
    internal string? Exceeded(long stored, long decompressed)
    {
        if (decompressed > MaxBytes)
            return $"it holds more than {MaxBytes} bytes of text, the limit for one file";
        return decompressed > RatioGrace && decompressed / Math.Max(1, stored) > MaxRatio
            ? $"{stored} stored bytes grew to {decompressed}, more than {MaxRatio} times as much: a decompression bomb"
            : null;
    }
}
