// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Documents;
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Parsing;
using FwCorrelate.Yaml;
using NodaTime;
using NodaTime.Text;

namespace FwCorrelate.Sigma.Examples;

/// <summary>
/// Reads the sequences of correlation examples: <c>events</c> with <c>at</c> each, and the <c>group</c> or <c>groups</c> expected to fire.
/// </summary>
internal static class SequenceReader
{
    private const string KindKey = "event";

    /// <summary>Longest offset: ten years, in seconds.</summary>
    private const decimal MostSeconds = 315_360_000m;

    private static readonly Instant Start = Instant.FromUtc(2026, 1, 15, 3, 0);
    private static readonly string[] TimeKeys = ["at", EcsFields.Timestamp, EcsFields.EventStart, "start"];
    private static readonly string[] Keys = ["events", "group", "groups"];

    public static ExampleSequence? Read(YamlNode node, RuleErrors errors)
    {
        if (node is not YamlMapping map || map["events"] is not YamlSequence { Items.Count: > 0 } events)
        {
            errors.Add(node.Position, "A sequence must be a map with a list of 'events'.",
                "Write {events: [{at: 0s, …}, {at: 90s, …}], group: {…}}.");
            return null;
        }

        var before = errors.Count;
        foreach (var entry in map.Entries.Where(e => !Keys.Contains(e.Key.Text)))
            errors.Add(entry.Key.Position, $"'{entry.Key.Text}' is unknown in a sequence.", $"Use {string.Join(", ", Keys)}.");
        var timed = events.Items.Select(e => ReadEvent(e, errors)).OfType<TimedExample>().ToList();
        var groups = ReadGroups(map, errors);
        return errors.Count == before ? new ExampleSequence(errors.File, map.Position, timed, groups) : null;
    }

    private static TimedExample? ReadEvent(YamlNode node, RuleErrors errors)
    {
        return EventReader.Read(node, errors) is { } read ? Timed(read, errors) : null;
    }

    /// <summary>An event with its time and its kind; null where it tells no time, which is reported.</summary>
    public static TimedExample? Timed(ExampleEvent read, RuleErrors errors)
    {
        var at = TimeKeys.Select(k => read[k]).FirstOrDefault(f => f is not null);
        if (at is null || TimeOf(at.Value) is not { } time)
        {
            errors.Add(at?.Position ?? read.Position, $"An event of a sequence needs '{TimeKeys[0]}', the time after its start or a stamp.",
                "Write 0s, 90s, 5m, 2h, 1d or RFC 3339.");
            return null;
        }

        var fields = read with { Fields = [.. read.Fields.Where(f => f.Name != TimeKeys[0] && f.Name != KindKey)] };
        return KindOf(read, fields, errors) is { } kind ? new TimedExample(time, kind, fields) : null;
    }

    private static RuleEvent? KindOf(ExampleEvent read, ExampleEvent fields, RuleErrors errors)
    {
        switch (read[KindKey]?.Value)
        {
            case null:
                return ExampleSequence.KindOf(fields);
            case "flow":
                return RuleEvent.Flow;
            case "alert":
                return RuleEvent.Alert;
            case "tool_call":
                return RuleEvent.ToolCall;
            case var other:
                errors.Add(read[KindKey]!.Position, $"'{other}' is no kind of event.", "Use flow, alert or tool_call.");
                return null;
        }
    }

    private static Instant? TimeOf(string text)
    {
        if (OffsetDateTimePattern.Rfc3339.Parse(text) is { Success: true } stamp)
            return stamp.Value.ToInstant();
        var digits = text.AsSpan().TrimEnd("smhd");
        decimal? unit = text.AsSpan(digits.Length) switch { "ms" => 0.001m, "s" => 1, "m" => 60, "h" => 3_600, "d" => 86_400, _ => null };
        return unit is { } seconds && decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number <= MostSeconds / seconds
            ? Start + Duration.FromNanoseconds((long)(number * seconds * 1_000_000_000m))
            : null;
    }

    private static IReadOnlyList<IReadOnlyDictionary<string, string>> ReadGroups(YamlMapping map, RuleErrors errors)
    {
        IEnumerable<YamlNode> groups = map["groups"] is YamlSequence list ? list.Items : map["group"] is { } one ? [one] : [];
        if (map["groups"] is { } wrong and not YamlSequence)
            errors.Add(wrong.Position, $"'groups' must be a list; this is {wrong.Noun}.", "Write one group per list item.");
        return [.. groups.Select(g => EventReader.Read(g, errors)).OfType<ExampleEvent>()
            .Select(g => g.Fields.ToDictionary(f => f.Name, f => f.Value))];
    }
}
