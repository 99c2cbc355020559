// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Yaml;

namespace FwCorrelate.Sigma.Parsing;

/// <summary>The simple fields of a map: texts and lists of texts.</summary>
internal sealed class RuleFields(YamlMapping map, RuleErrors errors)
{
    public Position Position(string key) => map[key]?.Position ?? map.Position;

    /// <summary>Trimmed text; empty where absent or null.</summary>
    public string Text(string key)
    {
        switch (map[key])
        {
            case null or YamlScalar { IsNull: true }:
                return "";
            case YamlScalar scalar:
                return scalar.Text.Trim();
            case var other:
                errors.Add(other.Position, $"'{key}' must be a single value; this is {other.Noun}.", "Write one text.");
                return "";
        }
    }

    /// <summary>A list of texts; a single text counts as a list of one.</summary>
    public IReadOnlyList<string> Texts(string key)
    {
        switch (map[key])
        {
            case null or YamlScalar { IsNull: true }:
                return [];
            case YamlScalar scalar:
                return [scalar.Text];
            case YamlSequence sequence when sequence.Items.All(i => i is YamlScalar):
                return [.. sequence.Items.Select(i => ((YamlScalar)i).Text)];
            case var other:
                errors.Add(other.Position, $"'{key}' must be a list of texts.", "Write one text per list item.");
                return [];
        }
    }
}
