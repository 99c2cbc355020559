// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;

namespace FwCorrelate.Elastic.Store;

/// <summary>Mappings made of fields.</summary>
internal static class StoreMapping
{
    /// <summary><c>{"properties": …}</c> with the steps of dotted names nested.</summary>
    public static JsonObject Of(IEnumerable<StoreField> fields)
    {
        var root = new JsonObject();
        foreach (var field in fields)
        {
            var steps = field.Name.Split('.');
            var parent = root;
            foreach (var step in steps[..^1])
                parent = Inner(parent, step);
            Properties(parent)[steps[^1]] = Leaf(field.Type);
        }

        return root;
    }

    private static JsonObject Inner(JsonObject parent, string step)
    {
        var properties = Properties(parent);
        if (properties[step] is JsonObject inner)
            return inner;
        var made = new JsonObject();
        properties[step] = made;
        return made;
    }

    private static JsonObject Properties(JsonObject parent)
    {
        if (parent["properties"] is JsonObject properties)
            return properties;
        var made = new JsonObject();
        parent["properties"] = made;
        return made;
    }

    private static JsonObject Leaf(string type) => type switch
    {
        "keyword" => new JsonObject { ["type"] = "keyword", ["ignore_above"] = StoreField.LongestKeyword },
        "unindexed" => new JsonObject { ["type"] = "keyword", ["index"] = false, ["doc_values"] = false },
        _ => new JsonObject { ["type"] = type },
    };
}
