// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Serving.Collection;

/// <summary>How files are collected.</summary>
internal sealed record CollectionSettings
{
    /// <summary>
    /// A last line without an end, a compressed file and a copy are taken as they are when nothing was written to them for so long.
    /// </summary>
    public Duration SettleTime { get; init; } = Duration.FromSeconds(5);

    /// <summary>Bytes of one file that are collected before they are committed.</summary>
    public long MostBytesAtOnce { get; init; } = 256L << 20;
}
