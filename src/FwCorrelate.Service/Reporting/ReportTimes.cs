// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Elastic.Ecs;
using NodaTime;
using NodaTime.Text;

namespace FwCorrelate.Service.Reporting;

/// <summary>Times as the page shows them: in the zone of the reader, always with the offset from UTC.</summary>
internal sealed class ReportTimes(DateTimeZone zone)
{
    private static readonly ZonedDateTimePattern FullPattern =
        ZonedDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd HH':'mm':'ss;FFF o<m>", null);

    private static readonly ZonedDateTimePattern WithoutOffsetPattern =
        ZonedDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd HH':'mm':'ss;FFF", null);

    private static readonly ZonedDateTimePattern WithoutDatePattern = ZonedDateTimePattern.CreateWithInvariantCulture(
        "HH':'mm':'ss;FFF o<m>", null);
    private static readonly ZonedDateTimePattern ClockPattern = ZonedDateTimePattern.CreateWithInvariantCulture("HH':'mm':'ss", null);
    private static readonly ZonedDateTimePattern FineClockPattern = ZonedDateTimePattern.CreateWithInvariantCulture(
        "HH':'mm':'ss.fff", null);
    private static readonly ZonedDateTimePattern DayPattern = ZonedDateTimePattern.CreateWithInvariantCulture("MM'-'dd HH':'mm", null);

    public string ZoneName => zone.Id;

    /// <summary>A sentence whose times are in the page's zone.</summary>
    public string In(string text) => ZonedText.In(zone, text);

    /// <summary><c>2026-01-15 12:02:17.31 +08:00</c>.</summary>
    public string Full(Instant instant) => FullPattern.Format(instant.InZone(zone));

    /// <summary>A <c>time</c> element that also holds UTC for machines.</summary>
    public void Write(HtmlWriter html, Instant instant) => Write(html, instant, FullPattern);

    /// <summary>From and to, or a dash; a day and an offset that both share are told once.</summary>
    public void WriteSpan(HtmlWriter html, Instant? from, Instant? to)
    {
        if (from is null || to is null)
        {
            html.Text("–");
            return;
        }

        var (first, last) = (from.Value.InZone(zone), to.Value.InZone(zone));
        var sharesDay = first.Date == last.Date && first.Offset == last.Offset;
        Write(html, from.Value, sharesDay ? WithoutOffsetPattern : FullPattern);
        html.Text(" – ");
        Write(html, to.Value, sharesDay ? WithoutDatePattern : FullPattern);
    }

    private void Write(HtmlWriter html, Instant instant, ZonedDateTimePattern pattern)
    {
        var utc = EcsTime.Format(instant);
        html.Open("time", null, ("datetime", utc), ("title", utc)).Text(pattern.Format(instant.InZone(zone))).Close("time");
    }

    /// <summary>A label of an axis whose ticks are a step apart.</summary>
    public string Tick(Instant instant, Duration step)
    {
        var pattern = step < Duration.FromSeconds(1) ? FineClockPattern : step < Duration.FromHours(6) ? ClockPattern : DayPattern;
        return pattern.Format(instant.InZone(zone));
    }

    public Offset OffsetAt(Instant instant) => zone.GetUtcOffset(instant);

    /// <summary>Two units at most: <c>310 ms</c>, <c>2.5 s</c>, <c>3 min 20 s</c>, <c>5 h 12 min</c>, <c>3 d 4 h</c>.</summary>
    public static string Length(Duration duration)
    {
        if (duration < Duration.Zero)
            return "-" + Length(-duration);
        var culture = CultureInfo.InvariantCulture;
        return duration.TotalSeconds < 1 ? string.Create(culture, $"{duration.TotalMilliseconds:0.#} ms")
            : duration.TotalMinutes < 1 ? string.Create(culture, $"{duration.TotalSeconds:0.##} s")
            : duration.TotalHours < 1 ? string.Create(culture, $"{duration.Minutes} min {duration.Seconds} s")
            : duration.TotalDays < 1 ? string.Create(culture, $"{duration.Hours} h {duration.Minutes} min")
            : string.Create(culture, $"{duration.Days} d {duration.Hours} h");
    }
}
