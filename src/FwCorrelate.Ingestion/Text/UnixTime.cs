// SPDX-License-Identifier: Apache-2.0
using System.Runtime.CompilerServices;
using NodaTime.HighPerformance;

namespace FwCorrelate.Ingestion.Text;

/// <summary>Unix seconds within the years 2000 to 2100: what lies outside is a broken number, a placeholder or another unit.</summary>
internal static class UnixTime
{
    /// <summary>How an error tells what was expected.</summary>
    public const string Expectation = "Unix seconds within the years 2000 to 2100";

    private const long Year2000 = 946_684_800;
    private const long Year2101 = 4_133_980_800;

    public static bool TryParseSeconds(ReadOnlySpan<byte> text, out Instant64 time)
    {
        var isTime = Utf8Number.TryParse(text, out long seconds) && IsPlausible(seconds);
        time = isTime ? Instant64.FromUnixTimeSeconds(seconds) : default;
        return isTime;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsPlausible(long seconds) => (ulong)(seconds - Year2000) < Year2101 - Year2000;
}
