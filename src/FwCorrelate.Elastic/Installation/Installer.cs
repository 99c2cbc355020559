// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Elastic.Installation;

/// <summary>Puts assets into an engine. Looks at everything before it changes anything; what is not ours it never touches.</summary>
public sealed class Installer(ISearchEngine engine, EngineFeatures features, IReadOnlyList<InstallableAsset> assets)
{
    /// <summary>What stands where our assets belong, in the order in which they are installed.</summary>
    public async Task<InstallPlan> PlanAsync(CancellationToken cancellationToken)
    {
        var states = new List<AssetState>();
        foreach (var asset in assets.OrderBy(a => a.Kind))
        {
            if (await AssetState.ReadAsync(engine, features, asset, cancellationToken).ConfigureAwait(false) is { } state)
                states.Add(state);
        }

        return new InstallPlan(states);
    }

    /// <summary>Does what the plan says.</summary>
    /// <param name="overwriteEdits">Whether changes that were made by hand to what is ours are lost.</param>
    /// <exception cref="EngineException">The plan has refusals: nothing was changed. Or the engine refused: what was done before stands.</exception>
    public async Task ApplyAsync(InstallPlan plan, bool overwriteEdits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Refusals(overwriteEdits) is { Count: > 0 } refusals)
            throw new EngineException(EngineFailure.Refused, $"nothing is installed in {engine.Address}: {string.Join("; ", refusals)}");
        foreach (var state in plan.Changes(overwriteEdits))
        {
            var body = EngineBody.Json(state.Asset.Marked(features)!);
            var reply = await engine.SendAsync(HttpMethod.Put, state.Asset.Path, body, cancellationToken).ConfigureAwait(false);
            reply.Required($"install {state.Asset.Path}");
        }
    }

    /// <summary>Names of our data streams and incident indices that exist.</summary>
    public async Task<IReadOnlyList<string>> DataAsync(CancellationToken cancellationToken)
    {
        var found = await StoredData.FindAsync(engine, cancellationToken).ConfigureAwait(false);
        return [.. found.Select(d => d.Name)];
    }

    /// <summary>
    /// Removes all that is ours by its mark, of earlier versions too, but what data streams still use and hooks that hold something.
    /// </summary>
    /// <param name="data">Data streams and indices to delete first, by their full names.</param>
    /// <returns>A line for everything removed or kept.</returns>
    /// <exception cref="EngineException">A name of <paramref name="data"/> is none of our data: nothing was changed.</exception>
    public async Task<IReadOnlyList<string>> RemoveAsync(IReadOnlyList<string> data, bool dryRun, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        var stored = await StoredData.FindAsync(engine, cancellationToken).ConfigureAwait(false);
        if (data.FirstOrDefault(n => !stored.Any(d => d.Name == n)) is { } unknown)
        {
            throw new EngineException(EngineFailure.Refused, $"'{unknown}' is none of our data in {engine.Address}: expected the full name of "
                + (stored.Count > 0 ? string.Join(", ", stored.Select(d => d.Name)) : "a data stream or index of ours, and there is none"));
        }

        var lines = new List<string>();
        foreach (var item in stored.Where(d => data.Contains(d.Name, StringComparer.Ordinal)))
            lines.Add(await RemoveAsync($"{item.Path}", $"data {item.Name}", dryRun, cancellationToken).ConfigureAwait(false));
        foreach (var kind in Enum.GetValues<AssetKind>().Reverse())
        {
            foreach (var (name, isEmptyHook) in await OursAsync(kind, cancellationToken).ConfigureAwait(false))
            {
                var path = InstallableAsset.PathOf(kind, name);
                lines.Add(isEmptyHook is false
                    ? $"kept {path}: it holds what you added; delete it yourself if it is not needed"
                    : await RemoveAsync(path, path, dryRun, cancellationToken).ConfigureAwait(false));
            }
        }

        lines.AddRange(stored.Where(d => !data.Contains(d.Name, StringComparer.Ordinal))
            .Select(d => $"kept data {d.Name}: to delete it, add --delete-data {d.Name}"));
        return lines;
    }

    private async Task<string> RemoveAsync(string path, string what, bool dryRun, CancellationToken cancellationToken)
    {
        if (dryRun)
            return $"would remove {what}";
        var reply = await engine.SendAsync(HttpMethod.Delete, path, EngineBody.None, cancellationToken).ConfigureAwait(false);
        if (reply.Status == 400 && reply.Reason.Contains(" in use", StringComparison.Ordinal))
            return $"kept {what}: data uses it";
        if (reply.Status != 404)
            reply.Required($"remove {what}");
        return $"removed {what}";
    }

    // Hooks are known by the names that this version gives them; a hook is empty when nobody wrote into it.
    private async Task<List<(string Name, bool? IsEmptyHook)>> OursAsync(AssetKind kind, CancellationToken cancellationToken)
    {
        var reply = await engine.SendAsync(HttpMethod.Get, $"{InstallableAsset.PathOf(kind)}{InstallableAsset.Owner}*", EngineBody.None, cancellationToken).ConfigureAwait(false);
        if (reply.Status == 404)
            return [];
        var hooks = assets.Where(a => a.IsHook && a.Kind == kind).ToDictionary(a => a.Name, a => a.Marked(features), StringComparer.Ordinal);
        var ours = new List<(string, bool?)>();
        foreach (var (name, body) in AssetBodies.Of(kind, reply.Required($"list {InstallableAsset.PathOf(kind)}").Json))
        {
            if (hooks.TryGetValue(name, out var empty))
                ours.Add((name, empty is not null && BodyDifference.Between(body, empty).Count == 0));
            else if (InstallableAsset.FingerprintOf(kind, body) is not null)
                ours.Add((name, null));
        }

        return ours;
    }
}
