// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Rules;
using NodaTime;
using NodaTime.Calendars;

namespace FwCorrelate.Sigma.Matchers;

/// <summary>
/// A number taken from a date as written, without conversion of zones (Sigma modifiers appendix 2.1, "Time Modifiers"); weeks
/// are ISO 8601's. Dates are <c>yyyy-MM-dd</c>, optionally followed by <c>T</c> or a blank and <c>HH:mm</c>.
/// </summary>
internal sealed class DatePartTest(Modifier part, ValueTest test) : ValueTest
{
    protected override bool Test(in FieldValue value) =>
        value.Kind == FieldValueKind.Text && Part(value.Text) is { } number && test.Matches(FieldValue.Of(number));

    private long? Part(ReadOnlySpan<char> text)
    {
        if (text.Length < 10 || text[4] != '-' || text[7] != '-' || !Number(text[..4], out var year) || !Number(text[5..7], out var month)
            || !Number(text[8..10], out var day) || year < 1 || month is < 1 or > 12 || day < 1
            || day > CalendarSystem.Iso.GetDaysInMonth(year, month))
            return null;
        switch (part)
        {
            case Modifier.Year:
                return year;
            case Modifier.Month:
                return month;
            case Modifier.Day:
                return day;
            case Modifier.Week:
                return WeekYearRules.Iso.GetWeekOfWeekYear(new LocalDate(year, month, day));
        }

        if (text.Length < 16 || text[10] is not ('T' or 't' or ' ') || text[13] != ':'
            || !Number(text[11..13], out var hour) || !Number(text[14..16], out var minute) || hour > 23 || minute > 59)
            return null;
        return part == Modifier.Hour ? hour : minute;
    }

    private static bool Number(ReadOnlySpan<char> digits, out int number) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
