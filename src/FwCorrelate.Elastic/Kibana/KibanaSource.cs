// SPDX-License-Identifier: Apache-2.0
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace FwCorrelate.Elastic.Kibana;

/// <summary>
/// What a team sees in Kibana, read from the plain files of <c>Kibana/Source</c>: the one place from which the import files and the
/// integration package are written. Unknown and missing keys are errors.
/// </summary>
/// <remarks>A query may name a clause of <c>clauses.json</c> in braces, so that what "outside" means stands once.</remarks>
public sealed class KibanaSource
{
    private const string Root = "kibana/";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private KibanaSource(
        IReadOnlyList<DataView> dataViews, IReadOnlyList<SavedSearch> searches, IReadOnlyList<Dashboard> dashboards,
        IReadOnlyList<DetectionRule> rules)
    {
        (DataViews, Searches, Dashboards, Rules) = (dataViews, searches, dashboards, rules);
    }

    /// <summary>The objects that the program carries.</summary>
    public static KibanaSource Shipped { get; } = Load();

    /// <summary>By name, as are the others.</summary>
    public IReadOnlyList<DataView> DataViews { get; }

    public IReadOnlyList<SavedSearch> Searches { get; }

    public IReadOnlyList<Dashboard> Dashboards { get; }

    public IReadOnlyList<DetectionRule> Rules { get; }

    public DataView View(string name) =>
        DataViews.FirstOrDefault(v => v.Key == name) ?? throw new InvalidDataException(
            $"Kibana/Source: there is no data view '{name}' under data-views.");

    /// <summary>A file of the source folder as text, such as <c>package/manifest.yml</c>.</summary>
    internal static string Text(string path)
    {
        using var stream = typeof(KibanaSource).Assembly.GetManifestResourceStream(Root + path)
            ?? throw new InvalidDataException($"Kibana/Source/{path} is not in the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static KibanaSource Load()
    {
        var clauses = Read<Dictionary<string, string>>("clauses.json");
        string Expand(string query) => clauses.Aggregate(query, (q, c) => q.Replace($"{{{c.Key}}}", c.Value, StringComparison.Ordinal));
        return new KibanaSource(
            [.. Files("data-views/").Select(f => Read<DataView>(f) with { Key = KeyOf(f) })],
            [.. Files("searches/").Select(f => Read<SavedSearch>(f) with { Key = KeyOf(f) }).Select(s =>
                s with { Query = Expand(s.Query) })],
            [.. Files("dashboards/").Select(f => Read<Dashboard>(f) with { Key = KeyOf(f) })
                .Select(d => d with { Panels = [.. d.Panels.Select(p => p with { Query = Expand(p.Query) })] })],
            [.. Files("rules/").Select(f => new DetectionRule(Read<JsonObject>(f)))]);
    }

    private static IEnumerable<string> Files(string folder) => typeof(KibanaSource).GetTypeInfo().Assembly.GetManifestResourceNames()
        .Where(n => n.StartsWith(Root + folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(n => n[Root.Length..]);

    private static string KeyOf(string path) => Path.GetFileNameWithoutExtension(path);

    private static T Read<T>(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Text(path), Options) ?? throw new InvalidDataException($"Kibana/Source/{path} is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"Kibana/Source/{path}: {e.Message}", e);
        }
    }
}
