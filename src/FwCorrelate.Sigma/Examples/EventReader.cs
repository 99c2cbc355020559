// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Parsing;
using FwCorrelate.Yaml;

namespace FwCorrelate.Sigma.Examples;

/// <summary>
/// Events out of YAML or JSON: maps of fields. Nested maps are dotted names, so that documents of results can be given back as they are.
/// </summary>
internal static class EventReader
{
    /// <summary>Fields of one event; far more than any log has.</summary>
    private const int MaxFields = 1_000;

    private const string OwnPrefix = "fwcorrelate.";

    /// <summary>What results name differently from what rules do.</summary>
    private static readonly Dictionary<string, string> Renamed = new(StringComparer.Ordinal)
    {
        ["command"] = "tool.command",
        ["attribution.tool_call_id"] = "tool.call_id",
        ["sandbox.address"] = "sandbox.ip",
    };

    /// <summary>Null where it is no event, which is reported.</summary>
    public static ExampleEvent? Read(YamlNode node, RuleErrors errors)
    {
        if (node is not YamlMapping { Entries.Count: > 0 } map)
        {
            errors.Add(node.Position, $"An event must be a map of fields; this is {(node is YamlMapping ? "an empty map" : node.Noun)}.",
                "Write it as {src_ip: 10.0.0.5, dst_port: 22}.");
            return null;
        }

        var before = errors.Count;
        var fields = new List<ExampleField>();
        Flatten(map, "", fields, errors);
        if (fields.Count > MaxFields)
            errors.Add(map.Position, $"The event has {fields.Count} fields; {MaxFields} are allowed.", "Leave out what no rule reads.");
        foreach (var repeated in fields.GroupBy(f => f.Name).SelectMany(g => g.Skip(1)))
            errors.Add(repeated.Position, $"The field '{repeated.Name}' stands twice in one event.", "Write it once, nested or dotted.");
        return errors.Count == before ? new ExampleEvent(errors.File, map.Position, fields) : null;
    }

    private static void Flatten(YamlMapping map, string prefix, List<ExampleField> fields, RuleErrors errors)
    {
        foreach (var entry in map.Entries)
        {
            var name = prefix + entry.Key.Text;
            switch (entry.Value)
            {
                case YamlScalar { IsNull: true }:
                    break;
                case YamlScalar scalar:
                    fields.Add(new ExampleField(NameOf(name), [Text(scalar)], entry.Key.Position));
                    break;
                case YamlMapping inner:
                    Flatten(inner, name + ".", fields, errors);
                    break;
                case YamlSequence { Items.Count: > 0 } list when list.Items.All(i => i is YamlScalar):
                    fields.Add(new ExampleField(NameOf(name), [.. list.Items.Select(i => Text((YamlScalar)i))], entry.Key.Position));
                    break;
                default:
                    // Lists of maps (candidates, rules that matched) are of results and no fields of an event.
                    if (!name.StartsWith(OwnPrefix, StringComparison.Ordinal) && entry.Value is YamlSequence { Items.Count: > 0 })
                        errors.Add(entry.Value.Position, $"The value of '{name}' is a list of maps.", "Write single values.");
                    break;
            }
        }
    }

    // Values without quotes count as YAML types them, so that 022 and 22 are one port.
    private static string Text(YamlScalar scalar) => scalar.IsPlain ? PlainScalar.Resolve(scalar.Text).Text : scalar.Text;

    private static string NameOf(string written)
    {
        var name = written.StartsWith(OwnPrefix, StringComparison.Ordinal) ? written[OwnPrefix.Length..] : written;
        return name.Length < written.Length && Renamed.TryGetValue(name, out var known) ? known : name;
    }
}
