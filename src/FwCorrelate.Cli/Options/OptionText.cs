// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Cases;
using FwCorrelate.Network;
using NodaTime;
using NodaTime.Text;

namespace FwCorrelate.Cli.Options;

/// <summary>
/// Reads the values of options. Every failure is a <see cref="ConfigurationException"/> that says what was found and what was expected.
/// </summary>
internal static class OptionText
{
    // Ten years: no clock is further off, and it fits the nanoseconds of a long.
    private const decimal MostSeconds = 315_360_000m;

    private static readonly LocalDateTimePattern[] LocalPatterns =
    [
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.FFFFFFFFF"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd' 'HH:mm:ss.FFFFFFFFF"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd' 'HH:mm"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd"),
    ];

    private static readonly OffsetDateTimePattern[] OffsetPatterns =
    [
        OffsetDateTimePattern.Rfc3339,
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd' 'HH:mm:ss.FFFFFFFFFo<Z+HH:mm>"),
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mmo<Z+HH:mm>"),
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd' 'HH:mmo<Z+HH:mm>"),
    ];

    /// <summary>RFC 3339; or the same without an offset, or a date alone, in <paramref name="zone"/>.</summary>
    public static Instant Time(string option, string text, DateTimeZone zone)
    {
        foreach (var pattern in OffsetPatterns)
        {
            if (pattern.Parse(text) is { Success: true } parsed)
                return parsed.Value.ToInstant();
        }

        foreach (var pattern in LocalPatterns)
        {
            if (pattern.Parse(text) is { Success: true } parsed)
                return InZone(option, text, parsed.Value, zone);
        }

        throw new ConfigurationException(
            $"{option} '{text}' is not a time: expected RFC 3339 such as 2026-01-15T04:00:00Z, or 2026-01-15 04:00 in --tz");
    }

    /// <summary>A number with its unit, such as <c>500ms</c>, <c>2s</c>, <c>5m</c>, <c>1h</c>, <c>1d</c>, with an optional sign.</summary>
    public static Duration Span(string option, string text)
    {
        var digits = text.AsSpan().TrimEnd("abcdefghijklmnopqrstuvwxyz");
        decimal? seconds = text.AsSpan(digits.Length) switch
        {
            "ms" => 0.001m,
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            "d" => 86400,
            _ => null,
        };
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (seconds is { } unit && decimal.TryParse(digits, Styles, CultureInfo.InvariantCulture, out var number)
            && Math.Abs(number) <= MostSeconds / unit)
            return Duration.FromNanoseconds((long)(number * unit * 1_000_000_000m));
        throw new ConfigurationException(
            $"{option} '{text}' is not a duration: expected a number with a unit, such as 500ms, 2s, 5m, 1h or 1d");
    }

    /// <summary>A zone of the IANA time zone database.</summary>
    public static DateTimeZone Zone(string option, string text)
    {
        if (text is "Z" or "z" || text.Equals("utc", StringComparison.OrdinalIgnoreCase))
            return DateTimeZone.Utc;
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(text) is { } zone)
            return zone;
        var hint = Suggestion.Sentence(text, DateTimeZoneProviders.Tzdb.Ids, count: 3);
        throw new ConfigurationException(
            $"{option} '{text}' is not a time zone: expected an IANA name such as UTC or Asia/Shanghai.{hint}");
    }

    /// <summary><c>ADDRESS[:PORT]</c>; an IPv6 address with a port stands in brackets. Null where it is neither.</summary>
    public static (HostAddress Address, ushort? Port)? Address(string text)
    {
        var whole = text is ['[', .., ']'] ? text[1..^1] : text;
        if (HostAddress.TryParse(whole, out var alone) && !alone.IsNone)
            return (alone, null);
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? text : text[..colon];
        if (host is ['[', .., ']'])
            host = host[1..^1];
        else if (host.Contains(':', StringComparison.Ordinal))
            return null;
        return HostAddress.TryParse(host, out var address) && !address.IsNone
            && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? (address, port) : null;
    }

    /// <summary>One of <paramref name="choices"/>, without case.</summary>
    public static string Choice(string option, string text, IReadOnlyList<string> choices)
    {
        foreach (var choice in choices)
        {
            if (choice.Equals(text, StringComparison.OrdinalIgnoreCase))
                return choice;
        }

        throw new ConfigurationException(
            $"{option} '{text}' is not known: expected {Alternatives(choices)}.{Suggestion.Sentence(text, choices)}");
    }

    /// <summary><c>SOURCE=VALUE</c> pairs; a source that is given twice is an error.</summary>
    public static IReadOnlyDictionary<string, T> BySource<T>(string option, IReadOnlyList<string> pairs, Func<string, string, T> read)
    {
        var values = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            var equals = pair.LastIndexOf('=');
            if (equals <= 0)
                throw new ConfigurationException(
                    $"{option} '{pair}' names no source: expected SOURCE=VALUE, where SOURCE is a source, a format or a path glob");
            if (!values.TryAdd(pair[..equals], read(option, pair[(equals + 1)..])))
                throw new ConfigurationException($"{option} names the source '{pair[..equals]}' twice: expected one value each");
        }

        return values;
    }

    private static Instant InZone(string option, string text, LocalDateTime local, DateTimeZone zone)
    {
        var mapping = zone.MapLocal(local);
        return mapping.Count switch
        {
            1 => mapping.Single().ToInstant(),
            0 => throw new ConfigurationException(
                $"{option} '{text}' does not exist in {zone.Id}, where clocks went forward: give a time before or after"),
            _ => throw new ConfigurationException(
                $"{option} '{text}' happened twice in {zone.Id}, where clocks went back: give its offset, "
                + $"{mapping.First().Offset} or {mapping.Last().Offset}"),
        };
    }

    private static string Alternatives(IReadOnlyList<string> choices) =>
        choices.Count == 1 ? choices[0] : $"{string.Join(", ", choices.SkipLast(1))} or {choices[^1]}";
}
