// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Cases;
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
    /// <param name="takeOver">Names of assets that lack our mark and are replaced all the same.</param>
    /// <exception cref="EngineException">The plan has refusals: nothing was changed. Or the engine refused: what was done before
    /// stands.</exception>
    public async Task ApplyAsync(
        InstallPlan plan, bool overwriteEdits, CancellationToken cancellationToken, IReadOnlyCollection<string>? takeOver = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Refusals(overwriteEdits, takeOver) is { Count: > 0 } refusals)
            throw new EngineException(EngineFailure.Refused, $"nothing is installed in {engine.Address}: {string.Join("; ", refusals)}");
        foreach (var state in plan.Changes(overwriteEdits, takeOver))
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

    /// <summary>Gives the data streams that exist a retention: a template counts for those only that are made later.</summary>
    /// <param name="retention">Such as <c>90d</c>; null keeps documents for ever.</param>
    /// <returns>A line for each stream.</returns>
    /// <exception cref="EngineException">The engine does not answer, or does not allow it.</exception>
    public async Task<IReadOnlyList<string>> RetainAsync(string? retention, bool dryRun, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        var words = retention is null ? "for ever" : $"for {retention}";
        var body = retention is null ? new JsonObject() : new JsonObject { ["data_retention"] = retention };
        foreach (var stream in (await StoredData.FindAsync(engine, cancellationToken).ConfigureAwait(false)).Where(d => d.IsDataStream))
        {
            var reply = dryRun ? null
                : await engine.SendAsync(HttpMethod.Put, $"_data_stream/{stream.Name}/_lifecycle", EngineBody.Json(body), cancellationToken)
                .ConfigureAwait(false);
            lines.Add(reply is null ? $"would keep documents of {stream.Name} {words}"
                : reply.IsSuccess ? $"keeps documents of {stream.Name} {words}"
                : $"the retention of {stream.Name} stays as it is, the new one holds for streams that are made from now on: {reply.Status} "
                + $"{reply.Reason}");
        }

        return lines;
    }

    /// <summary>Removes all that is ours: see <see cref="Removal"/>.</summary>
    /// <param name="data">Data streams and indices to delete first, by their full names.</param>
    /// <returns>A line for everything removed or kept.</returns>
    /// <exception cref="ConfigurationException">A name of <paramref name="data"/> is none of our data: nothing was changed.</exception>
    public Task<IReadOnlyList<string>> RemoveAsync(IReadOnlyList<string> data, bool dryRun, CancellationToken cancellationToken) =>
        new Removal(engine, features, assets).RunAsync(data, dryRun, cancellationToken);
}
