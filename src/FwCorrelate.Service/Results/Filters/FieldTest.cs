// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.IO.Enumeration;
using System.Net;
using FwCorrelate.Cases;

namespace FwCorrelate.Service.Results.Filters;

/// <summary>One comparison of a <see cref="FieldFilter"/>, with its value read once.</summary>
internal sealed class FieldTest
{
    private static readonly string[] Levels = ["informational", "low", "medium", "high", "critical"];
    private readonly string _operator;
    private readonly string _value;
    private readonly IPNetwork? _block;
    private readonly decimal? _number;
    private readonly int _level;
    private readonly DateTimeOffset? _time;

    private FieldTest(string sign, string value)
    {
        (_operator, _value) = (sign, value);
        _block = value.Contains('/', StringComparison.Ordinal) && IPNetwork.TryParse(value, out var block) ? block : null;
        _number = NumberOf(value);
        _level = LevelOf(value);
        _time = _number is null ? TimeOf(value) : null;
    }

    /// <exception cref="ConfigurationException">Nothing is greater or less than the value.</exception>
    public static FieldTest Of(string sign, string value)
    {
        var test = new FieldTest(sign, value);
        if (sign is "<" or "<=" or ">" or ">=" && test is { _number: null, _level: < 0, _time: null })
            throw new ConfigurationException(
                $"--where: '{value}' cannot be compared with {sign}: expected a number, a time (2026-01-20T05:00:00Z) or a level");
        return test;
    }

    public bool Matches(string found) => _operator switch
    {
        "=" => IsEqual(found),
        "~" => found.Contains(_value, StringComparison.OrdinalIgnoreCase),
        _ => Compare(found) is { } order && (_operator switch
        {
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        }),
    };

    private bool IsEqual(string found)
    {
        if (_block is { } block)
            return IPAddress.TryParse(found, out var address) && block.Contains(address);
        if (_number is { } number && NumberOf(found) is { } other)
            return number == other;
        return _value.Contains('*', StringComparison.Ordinal)
            ? FileSystemName.MatchesSimpleExpression(_value.Replace(@"\", @"\\", StringComparison.Ordinal), found, ignoreCase: true)
            : found.Equals(_value, StringComparison.OrdinalIgnoreCase);
    }

    // Found against the value; null where they are no things that can be compared.
    private int? Compare(string found)
    {
        if (_number is { } number)
            return NumberOf(found)?.CompareTo(number);
        if (_level >= 0)
            return LevelOf(found) is var level and >= 0 ? level.CompareTo(_level) : null;
        return TimeOf(found)?.CompareTo(_time!.Value);
    }

    private static decimal? NumberOf(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int LevelOf(string text) => Array.FindIndex(Levels, l => l.Equals(text, StringComparison.OrdinalIgnoreCase));

    private static DateTimeOffset? TimeOf(string text) => text.Length >= 8 && DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
