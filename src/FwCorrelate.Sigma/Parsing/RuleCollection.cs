// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Yaml;

namespace FwCorrelate.Sigma.Parsing;

/// <summary>
/// Sigma 1 collections: <c>action: global</c> is merged into the documents that follow, <c>repeat</c> is the previous rule
/// with changes, <c>reset</c> ends a global. Where both have a value, the global's wins, as pySigma has it; a repeat's own wins.
/// </summary>
internal static class RuleCollection
{
    public static IEnumerable<YamlNode> Expand(IReadOnlyList<YamlNode> documents, RuleErrors errors)
    {
        YamlMapping? shared = null, previous = null;
        foreach (var document in documents)
        {
            if (document is not YamlMapping map)
            {
                yield return document;
                continue;
            }

            switch ((map["action"] as YamlScalar)?.Text)
            {
                case "global":
                    shared = Without(map, "action");
                    continue;
                case "reset":
                    (shared, previous) = (null, null);
                    continue;
                case "repeat" when previous is not null:
                    map = Merge(previous, Without(map, "action"));
                    break;
                case "repeat":
                    errors.Add(map.Position, "'action: repeat' has no rule before it to repeat.", "Write the whole rule.");
                    continue;
                case null:
                    if (shared is not null)
                        map = Merge(map, shared);
                    break;
                case var action:
                    errors.Add(map["action"]!.Position, $"The action '{action}' is unknown.", "Use global, reset or repeat, or remove it.");
                    continue;
            }

            previous = map;
            yield return map;
        }
    }

    private static YamlMapping Without(YamlMapping map, string key) =>
        map with { Entries = [.. map.Entries.Where(e => e.Key.Text != key)] };

    /// <summary>Both maps in one, maps within maps merged too; <paramref name="strong"/> wins elsewhere.</summary>
    private static YamlMapping Merge(YamlMapping weak, YamlMapping strong)
    {
        var entries = weak.Entries.Select(e => strong[e.Key.Text] switch
        {
            null => e,
            YamlMapping inner when e.Value is YamlMapping outer => e with { Value = Merge(outer, inner) },
            var value => e with { Value = value },
        }).ToList();
        var known = entries.Select(e => e.Key.Text).ToHashSet(StringComparer.Ordinal);
        entries.AddRange(strong.Entries.Where(e => !known.Contains(e.Key.Text)));
        return weak with { Entries = entries };
    }
}
