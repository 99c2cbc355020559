// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Yaml;

/// <summary>
/// The little of YAML that rules and settings need: no anchors, no aliases, no tags, no merge keys, and every node knows its place.
/// </summary>
internal abstract record YamlNode(Position Position)
{
    /// <summary>What it is, for error messages.</summary>
    public abstract string Noun { get; }
}

/// <param name="IsPlain">Whether it stands without quotes, so that <c>true</c>, <c>null</c> and numbers have a type.</param>
internal sealed record YamlScalar(Position Position, string Text, bool IsPlain) : YamlNode(Position)
{
    public override string Noun => "a single value";

    public bool IsNull => IsPlain && Text is ("" or "~" or "null" or "Null" or "NULL");
}

internal sealed record YamlSequence(Position Position, IReadOnlyList<YamlNode> Items) : YamlNode(Position)
{
    public override string Noun => "a list";
}

internal sealed record YamlMapping(Position Position, IReadOnlyList<YamlEntry> Entries) : YamlNode(Position)
{
    public override string Noun => "a map";

    public YamlNode? this[string key]
    {
        get
        {
            foreach (var entry in Entries)
            {
                if (entry.Key.Text == key)
                    return entry.Value;
            }

            return null;
        }
    }
}

internal sealed record YamlEntry(YamlScalar Key, YamlNode Value);
