// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Ingestion.Text;

/// <summary>
/// Turns local seconds into Unix seconds; remembers the hour it was asked for last, so that a log's stamps cost nothing. Not thread-safe.
/// </summary>
/// <param name="end">The last month of a log whose stamps tell no year; null where that is not known.</param>
internal sealed class ZoneClock(DateTimeZone zone, YearMonth? end = null)
{
    private const int SecondsPerHour = 3600;
    private long _hour = long.MinValue;
    private (long Offset, short OtherMinutes)? _ofHour;

    /// <summary>The year of a month of the log; 0 where nothing tells.</summary>
    public int YearOf(int month) => end is not { } last ? 0 : month <= last.Month ? last.Year : last.Year - 1;

    /// <summary>Unix seconds of a local time, and how many minutes later its other reading is (see <see cref="StampReading"/>).</summary>
    /// <param name="localSeconds">The local time read as if it were UTC.</param>
    public (long Seconds, short OtherMinutes) ToUnix(long localSeconds)
    {
        var hour = Math.DivRem(localSeconds, SecondsPerHour, out var rest);
        if (hour != _hour)
            (_hour, _ofHour) = (hour, OfHour(hour));

        // Some zones change within an hour: then each second is asked for.
        var (offset, other) = _ofHour ?? At(localSeconds);
        return ((hour * SecondsPerHour) + rest - offset, other);
    }

    private (long Offset, short OtherMinutes)? OfHour(long hour)
    {
        var (first, last) = (At(hour * SecondsPerHour), At((hour * SecondsPerHour) + SecondsPerHour - 1));
        return first == last ? first : null;
    }

    private (long Offset, short OtherMinutes) At(long localSeconds)
    {
        var local = Instant.FromUnixTimeSeconds(localSeconds).InUtc().LocalDateTime;
        var mapping = zone.MapLocal(local);
        if (mapping.Count == 1)
            return (mapping.EarlyInterval.WallOffset.Seconds, 0);
        var (early, late) = (mapping.EarlyInterval.WallOffset.Seconds, mapping.LateInterval.WallOffset.Seconds);
        return (early, (short)((early - late) / 60));
    }
}
