// SPDX-License-Identifier: Apache-2.0
using System.Runtime.CompilerServices;
using FwCorrelate.Formats;
using NodaTime.HighPerformance;

namespace FwCorrelate.Ingestion.Text;

/// <summary>Unix seconds within the years 2000 to 2100: what lies outside is a broken number, a placeholder or another unit.</summary>
internal static class UnixTime
{
    /// <summary>How an error tells what was expected.</summary>
    public const string Expectation = UnixSeconds.Expectation;

    public static bool TryParseSeconds(ReadOnlySpan<byte> text, out Instant64 time)
    {
        var isTime = Utf8Number.TryParse(text, out long seconds) && IsPlausible(seconds);
        time = isTime ? Instant64.FromUnixTimeSeconds(seconds) : default;
        return isTime;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsPlausible(long seconds) => (ulong)(seconds - UnixSeconds.Year2000) < UnixSeconds.Year2101 - UnixSeconds.Year2000;
}
