// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FwCorrelate.Elastic.Tests;

/// <summary>
/// Elastic's published specification of its REST API (<c>schema.json</c> of the npm package <c>@elastic/request-converter</c>): checks that
/// a body has only properties that its type has, all that it requires, and each of its type.
/// </summary>
internal sealed class Specification
{
    private static readonly Lazy<Specification?> Shared = new(Read);

    private readonly Dictionary<string, JsonObject> _types;

    private Specification(JsonArray types) =>
        _types = types.ToDictionary(t => Key(t!["name"]!), t => t!.AsObject(), StringComparer.Ordinal);

    /// <summary>The one that <c>.ci/run</c> fetches. The test is inconclusive without it.</summary>
    public static Specification Open() => Shared.Value
        ?? throw new AssertInconclusiveException("Elastic's specification is missing: npm install --prefix artifacts/specification @elastic/request-converter@9.5.0.");

    private static Specification? Read()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FwCorrelate.sln")))
            folder = folder.Parent;
        var path = Path.Combine(folder?.FullName ?? ".", "artifacts/specification/node_modules/@elastic/request-converter/dist/schema.json");
        if (!File.Exists(path))
            return null;
        using var stream = File.OpenRead(path);
        return new Specification(JsonNode.Parse(stream)!["types"]!.AsArray());
    }

    /// <summary>What is wrong with the body of a request, such as <c>ingest.put_pipeline</c>.</summary>
    public List<string> Problems(string request, JsonNode body)
    {
        var problems = new List<string>();
        var type = _types[request + ":Request"]["body"]!;
        if ((string?)type["kind"] == "properties")
            CheckProperties(type["properties"]!.AsArray().Select(p => p!.AsObject()), body, request, problems, isContainer: false);
        else
            Check(type["value"]!, body, request, problems);
        return problems;
    }

    private void Check(JsonNode type, JsonNode? value, string path, List<string> problems)
    {
        switch ((string?)type["kind"])
        {
            case "user_defined_value":
                break;
            case "array_of" when value is JsonArray list:
                for (var i = 0; i < list.Count; i++)
                    Check(type["value"]!, list[i], $"{path}[{i}]", problems);
                break;
            case "dictionary_of" when value is JsonObject map:
                foreach (var (name, inner) in map)
                    Check(type["value"]!, inner, $"{path}.{name}", problems);
                break;
            case "union_of":
                CheckUnion(type["items"]!.AsArray(), value, path, problems);
                break;
            case "literal_value" when JsonNode.DeepEquals(type["value"], value):
                break;
            case "instance_of":
                CheckInstance(type, value, path, problems);
                break;
            default:
                problems.Add($"{path} is {value?.ToJsonString() ?? "null"}, expected {(string?)type["kind"]}");
                break;
        }
    }

    private void CheckUnion(JsonArray alternatives, JsonNode? value, string path, List<string> problems)
    {
        var fewest = new List<string> { $"{path} has no alternative" };
        foreach (var alternative in alternatives)
        {
            var found = new List<string>();
            Check(alternative!, value, path, found);
            if (found.Count == 0)
                return;
            fewest = found;
        }

        problems.AddRange(fewest);
    }

    private void CheckInstance(JsonNode type, JsonNode? value, string path, List<string> problems)
    {
        var name = Key(type["type"]!);
        if (name.StartsWith("_builtins:", StringComparison.Ordinal))
        {
            if (!IsBuiltIn(name["_builtins:".Length..], value))
                problems.Add($"{path} is {value?.ToJsonString() ?? "null"}, expected {name}");
            return;
        }

        if (!_types.TryGetValue(name, out var named))
            return;
        switch ((string?)named["kind"])
        {
            case "type_alias":
                Check(named["type"]!, value, path, problems);
                break;
            case "enum" when value is JsonValue && !named["members"]!.AsArray().Any(m => (string?)m!["name"] == value.ToString()):
                problems.Add($"{path} is {value.ToJsonString()}, expected one of {name}");
                break;
            case "interface":
                CheckInterface(named, value, path, problems);
                break;
        }
    }

    private void CheckInterface(JsonObject type, JsonNode? value, string path, List<string> problems)
    {
        var properties = Properties(type).ToList();
        if (value is not JsonObject && type["shortcutProperty"] is { } shortcut)
        {
            Check(properties.First(p => (string?)p["name"] == (string?)shortcut)["type"]!, value, path, problems);
            return;
        }

        var isContainer = type["variants"] is { } variants && (string?)variants["kind"] == "container";
        var takesAny = type["behaviors"] is JsonArray behaviours && behaviours.Any(b => (string?)b!["type"]!["name"] == "AdditionalProperties");
        CheckProperties(properties, value, path, problems, isContainer, takesAny);
    }

    private void CheckProperties(IEnumerable<JsonObject> properties, JsonNode? value, string path, List<string> problems, bool isContainer, bool takesAny = false)
    {
        if (value is not JsonObject body)
        {
            problems.Add($"{path} is {value?.ToJsonString() ?? "null"}, expected an object");
            return;
        }

        if (isContainer && body.Count != 1)
            problems.Add($"{path} has {body.Count} members, expected one");
        var known = properties.ToDictionary(p => (string)p["name"]!, StringComparer.Ordinal);
        foreach (var (name, inner) in body)
        {
            if (known.TryGetValue(name, out var property))
                Check(property["type"]!, inner, $"{path}.{name}", problems);
            else if (!takesAny)
                problems.Add($"{path} has the unknown member {name}");
        }

        problems.AddRange(known.Values.Where(p => (bool)p["required"]! && !body.ContainsKey((string)p["name"]!)).Select(p => $"{path} lacks {p["name"]}"));
    }

    private IEnumerable<JsonObject> Properties(JsonObject type)
    {
        foreach (var property in type["properties"]!.AsArray())
            yield return property!.AsObject();
        if (type["inherits"]?["type"] is { } parent && _types.TryGetValue(Key(parent), out var inherited))
        {
            foreach (var property in Properties(inherited))
                yield return property;
        }
    }

    private static bool IsBuiltIn(string name, JsonNode? value) => (name, value?.GetValueKind()) switch
    {
        ("string", JsonValueKind.String) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("number", JsonValueKind.Number) => true,
        ("null", null or JsonValueKind.Null) => true,
        _ => false,
    };

    private static string Key(JsonNode name) => $"{name["namespace"]}:{name["name"]}";
}
