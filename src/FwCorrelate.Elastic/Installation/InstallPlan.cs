// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Elastic.Installation;

/// <summary>What an installation would do.</summary>
/// <param name="States">One for each asset that the engine needs.</param>
public sealed record InstallPlan(IReadOnlyList<AssetState> States)
{
    public bool IsComplete => States.All(s => s.Standing is AssetStanding.Current or AssetStanding.Hook);

    /// <summary>What would be sent.</summary>
    public IReadOnlyList<AssetState> Changes(bool overwriteEdits) =>
        [.. States.Where(s => s.Standing is AssetStanding.Missing or AssetStanding.Outdated || (overwriteEdits && s.Standing == AssetStanding.Edited))];

    /// <summary>A sentence for each asset that stops the installation.</summary>
    public IReadOnlyList<string> Refusals(bool overwriteEdits) => [.. States.Select(s => Refusal(s, overwriteEdits)).OfType<string>()];

    private static string? Refusal(AssetState state, bool overwriteEdits) => state.Standing switch
    {
        AssetStanding.Foreign => $"{state.Asset.Path} is there and not ours: rename it, or remove it",
        AssetStanding.Newer => $"{state.Asset.Path} is of a later version of FwCorrelate: install with that one, or uninstall it first",
        AssetStanding.Edited when !overwriteEdits =>
            $"{state.Asset.Path} was changed by hand ({state.Differences[0]}{(state.Differences.Count > 1 ? $" and {state.Differences.Count - 1} more" : string.Empty)}): "
            + "move the change into the @custom template or pipeline, or say --overwrite-edits",
        _ => null,
    };
}
