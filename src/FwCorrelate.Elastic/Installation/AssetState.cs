// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Elastic.Installation;

/// <summary>What stands in an engine where an asset of ours belongs.</summary>
public enum AssetStanding
{
    /// <summary>Nothing.</summary>
    Missing,

    /// <summary>What this program installs.</summary>
    Current,

    /// <summary>What an earlier version or other settings installed.</summary>
    Outdated,

    /// <summary>Ours, changed by hand since it was installed.</summary>
    Edited,

    /// <summary>What a later version of this program installed.</summary>
    Newer,

    /// <summary>Something of somebody else.</summary>
    Foreign,

    /// <summary>A hook, which is its user's.</summary>
    Hook,
}

/// <param name="Differences">From what stands there to ours; empty where nothing stands there or it is not looked at.</param>
public sealed record AssetState(InstallableAsset Asset, AssetStanding Standing, IReadOnlyList<BodyDifference> Differences)
{
    /// <summary>Null where the engine needs no such asset.</summary>
    public static async Task<AssetState?> ReadAsync(
        ISearchEngine engine, EngineFeatures features, InstallableAsset asset, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(asset);
        if (asset.Marked(features) is not { } ours)
            return null;
        var reply = await engine.SendAsync(HttpMethod.Get, asset.Path, EngineBody.None, cancellationToken).ConfigureAwait(false);
        if (reply.Status == 404)
            return new AssetState(asset, AssetStanding.Missing, []);
        var stored = AssetBodies.Of(asset.Kind, reply.Required($"read {asset.Path}").Json).First(b => b.Name == asset.Name).Body;
        if (asset.IsHook)
            return new AssetState(asset, AssetStanding.Hook, []);
        if (InstallableAsset.FingerprintOf(asset.Kind, stored) is not { } fingerprint)
            return new AssetState(asset, AssetStanding.Foreign, []);
        var differences = BodyDifference.Between(stored, ours);
        var version = int.TryParse(stored["version"]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : 0;
        var standing = differences.Count == 0 ? AssetStanding.Current
            : version > asset.Version ? AssetStanding.Newer
            : version == asset.Version && fingerprint == InstallableAsset.FingerprintOf(asset.Kind, ours) ? AssetStanding.Edited
            : AssetStanding.Outdated;
        return new AssetState(asset, standing, differences);
    }
}
