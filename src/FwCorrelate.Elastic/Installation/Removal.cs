// SPDX-License-Identifier: Apache-2.0
using System.IO.Enumeration;
using System.Text.Json.Nodes;
using FwCorrelate.Cases;
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Elastic.Installation;

/// <summary>
/// Takes away all that is ours by its mark, of earlier versions too, but hooks that hold something and what a data stream that stays needs:
/// its templates, and the pipelines that its records go through. What is kept is known before anything is removed.
/// </summary>
internal sealed class Removal(ISearchEngine engine, EngineFeatures features, IReadOnlyList<InstallableAsset> assets)
{
    private const string InUse = "data uses it";

    public async Task<IReadOnlyList<string>> RunAsync(IReadOnlyList<string> data, bool dryRun, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        var stored = await StoredData.FindAsync(engine, cancellationToken).ConfigureAwait(false);
        if (data.FirstOrDefault(n => !stored.Any(d => d.Name == n)) is { } unknown)
        {
            throw new ConfigurationException($"--delete-data {unknown} is none of our data in {engine.Address}: expected the full name of "
                + (stored.Count > 0 ? string.Join(", ", stored.Select(d => d.Name)) : "a data stream or index of ours, and there is none"));
        }

        var (going, staying) = (stored.Where(d => data.Contains(d.Name, StringComparer.Ordinal))
            .ToArray(), stored.Where(d => !data.Contains(d.Name, StringComparer.Ordinal)).ToArray());
        var ours = new List<Found>();
        foreach (var kind in Enum.GetValues<AssetKind>().Reverse())
            ours.AddRange(await OursAsync(kind, cancellationToken).ConfigureAwait(false));
        var needed = Needed(ours, [.. staying.Where(d => d.IsDataStream).Select(d => d.Name)]);

        var lines = new List<string>();
        foreach (var item in going)
            lines.Add(await RemoveAsync(item.Path, $"data {item.Name}", dryRun, cancellationToken).ConfigureAwait(false));
        foreach (var asset in ours)
        {
            lines.Add(needed.Contains(asset) ? $"kept {asset.Path}: {InUse}"
                : asset.IsFilledHook ? $"kept {asset.Path}: it holds what you added; delete it yourself if it is not needed"
                : await RemoveAsync(asset.Path, asset.Path, dryRun, cancellationToken).ConfigureAwait(false));
        }

        lines.AddRange(staying.Select(d => $"kept data {d.Name}: to delete it, add --delete-data {d.Name}"));
        return lines;
    }

    // A stream needs its template, the parts that this is composed of, and where one of these names a pipeline, all pipelines, since they
    // call each other.
    private static HashSet<Found> Needed(List<Found> ours, string[] streams)
    {
        var templates = ours.Where(a => a.Kind == AssetKind.IndexTemplate
            && Texts(a.Body["index_patterns"]).Any(p => streams.Any(s => FileSystemName.MatchesSimpleExpression(p, s)))).ToArray();
        var parts = templates.SelectMany(t => Texts(t.Body["composed_of"])).ToHashSet(StringComparer.Ordinal);
        var needed = templates.Concat(ours.Where(a => a.Kind == AssetKind.ComponentTemplate && parts.Contains(a.Name))).ToHashSet();
        if (needed.Any(a => a.Body["template"]?["settings"]?["index"]?["default_pipeline"] is not null))
            needed.UnionWith(ours.Where(a => a.Kind == AssetKind.IngestPipeline));
        return needed;
    }

    private static IEnumerable<string> Texts(JsonNode? list) => list is JsonArray texts ? texts.Select(t => t!.ToString()) : [];

    private async Task<string> RemoveAsync(string path, string what, bool dryRun, CancellationToken cancellationToken)
    {
        if (dryRun)
            return $"would remove {what}";
        var reply = await engine.SendAsync(HttpMethod.Delete, path, EngineBody.None, cancellationToken).ConfigureAwait(false);
        if (reply.Status == 400 && reply.Reason.Contains(" in use", StringComparison.Ordinal))
            return $"kept {what}: {InUse}"; // By something that is not ours.
        if (reply.Status != 404)
            reply.Required($"remove {what}");
        return $"removed {what}";
    }

    // Hooks are known by the names that this version gives them; a hook is empty when nobody wrote into it.
    private async Task<List<Found>> OursAsync(AssetKind kind, CancellationToken cancellationToken)
    {
        var reply = await engine.SendAsync(HttpMethod.Get, $"{InstallableAsset.PathOf(kind)}{InstallableAsset.Owner}*", EngineBody.None,
            cancellationToken).ConfigureAwait(false);
        if (reply.Status == 404)
            return [];
        var hooks = assets.Where(a => a.IsHook
            && a.Kind == kind).ToDictionary(a => a.Name, a => a.Marked(features), StringComparer.Ordinal);
        var ours = new List<Found>();
        foreach (var (name, body) in AssetBodies.Of(kind, reply.Required($"list {InstallableAsset.PathOf(kind)}").Json))
        {
            if (hooks.TryGetValue(name, out var empty))
                ours.Add(new Found(kind, name, body, empty is null || BodyDifference.Between(body, empty).Count > 0));
            else if (InstallableAsset.FingerprintOf(kind, body) is not null)
                ours.Add(new Found(kind, name, body, false));
        }

        return ours;
    }

    private sealed record Found(AssetKind Kind, string Name, JsonObject Body, bool IsFilledHook)
    {
        public string Path => InstallableAsset.PathOf(Kind, Name);
    }
}
