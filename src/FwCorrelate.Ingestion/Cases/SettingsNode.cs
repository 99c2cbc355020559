// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Cases;
using FwCorrelate.Ingestion.Text;
using FwCorrelate.Yaml;
using NodaTime;
using NodaTime.Text;

namespace FwCorrelate.Ingestion.Cases;

/// <summary>A value of the settings with its path, which turns itself into what is expected or says why it cannot.</summary>
/// <param name="File">The file as messages name it.</param>
/// <param name="Path">Keys from the top, such as <c>window.before</c>.</param>
internal sealed record SettingsNode(YamlNode Value, string File, string Path)
{
    /// <summary>Members of a map, by key, none of them unknown.</summary>
    /// <exception cref="ConfigurationException">It is no map, or has a key that is not in <paramref name="known"/>.</exception>
    public Dictionary<string, SettingsNode> Members(params IReadOnlyList<string> known)
    {
        var members = AnyMembers().ToDictionary(m => m.Key, m => m.Node, StringComparer.Ordinal);
        foreach (var (key, node) in members)
        {
            if (!known.Contains(key))
                throw new ConfigurationException(
                    $"{node.KeyPlace}: unknown key '{Excerpt.Of(node.Path)}'; did you mean '{Nearest(key, known)}'? "
                    + $"Known here: {string.Join(", ", known)}.");
        }

        return members;
    }

    /// <summary>Members of a map whose keys are names that the user chose, in file order.</summary>
    public IEnumerable<(string Key, SettingsNode Node)> AnyMembers()
    {
        if (Value is not YamlMapping map)
            throw Unexpected("a map");
        return map.Entries.Select(
            e => (e.Key.Text, new SettingsNode(e.Value, File, Path.Length > 0 ? $"{Path}.{e.Key.Text}" : e.Key.Text)
            {
                Key = e.Key.Position,
            }));
    }

    public bool IsList => Value is YamlSequence;

    public IEnumerable<SettingsNode> Items() => Value is YamlSequence list
        ? list.Items.Select((item, i) => new SettingsNode(item, File, $"{Path}[{i}]"))
        : throw Unexpected("a list");

    /// <summary>Where the value stands, for messages: <c>file:line:column</c>.</summary>
    public string Place => PlaceOf(Value.Position);

    /// <summary>Where its key stands, which may be on another line.</summary>
    public string KeyPlace => PlaceOf(Key);

    private Position Key { get; init; } = Value.Position;

    // Nothing (key: alone), null, or quotes around nothing.
    private bool IsEmpty => Value is YamlScalar { IsNull: true } or YamlScalar { Text: "" };

    public string Text(string expectation) => !IsEmpty && Value is YamlScalar scalar ? scalar.Text : throw Unexpected(expectation);

    public Duration Duration() =>
        DurationText.TryParse(Text("a duration"), out var duration) ? duration
            : throw Unexpected("a duration such as 2s, 500ms, 15m or 1h30m");

    /// <summary>A month such as 2026-01, or a year, which stands for its last one.</summary>
    public YearMonth YearMonth()
    {
        var text = Text("a year such as 2026, or a month such as 2026-01");
        var parsed = YearMonthPattern.Iso.Parse(text.Length == 4 ? text + "-12" : text);
        return parsed.Success && parsed.Value.Year is >= 2000 and <= 2100 ? parsed.Value
            : throw Unexpected("a year such as 2026, or a month such as 2026-01");
    }

    public DateTimeZone Zone() =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(Text("a time zone")) ?? throw Unexpected("an IANA time zone such as Asia/Shanghai or UTC");

    public int Port() =>
        int.TryParse(Text("a port"), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue
            ? port
            : throw Unexpected("a port from 0 to 65535");

    public decimal Amount() =>
        decimal.TryParse(Text("an amount"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            ? amount
            : throw Unexpected("an amount such as 2.4");

    public LocalDate Date() =>
        LocalDatePattern.Iso.Parse(Text("a date")) is { Success: true } date ? date.Value : throw Unexpected("a date such as 2026-12-31");

    public Instant Time() =>
        LocalStamp.TryParse(Text("a time"), DateTimeZone.Utc, out var time, out var isNaive, out _) && !isNaive
            ? time
            : throw Unexpected("a time such as 2026-01-15T04:00:00Z");

    public ConfigurationException Unexpected(string expectation) =>
        new($"{Place}: {Path} is {(IsEmpty ? "empty" : Excerpt.Of(Kind))}, expected {expectation}.");

    private string Kind => Value switch
    {
        YamlScalar scalar => $"'{scalar.Text}'",
        YamlSequence => "a list",
        _ => "a map",
    };

    private string PlaceOf(Position at) => $"{File}:{at.Line}:{at.Column}";

    private static string Nearest(string key, IReadOnlyList<string> known) => known.MinBy(k => Distance(key, k))!;

    // Levenshtein distance; keys are short.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
