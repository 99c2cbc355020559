// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Elastic.Installation;

/// <summary>What an installation would do.</summary>
/// <param name="States">One for each asset that the engine needs.</param>
public sealed record InstallPlan(IReadOnlyList<AssetState> States)
{
    public bool IsComplete => States.All(s => s.Standing is AssetStanding.Current or AssetStanding.Hook);

    /// <summary>What would be sent.</summary>
    /// <param name="takeOver">Names of assets that lack our mark and are replaced all the same.</param>
    public IReadOnlyList<AssetState> Changes(bool overwriteEdits, IReadOnlyCollection<string>? takeOver = null) =>
        [.. States.Where(s => s.Standing is AssetStanding.Missing or AssetStanding.Outdated
            || (overwriteEdits && s.Standing == AssetStanding.Edited) || IsTakenOver(s, takeOver))];

    /// <summary>A sentence for each asset that stops the installation.</summary>
    public IReadOnlyList<string> Refusals(bool overwriteEdits, IReadOnlyCollection<string>? takeOver = null) =>
        [.. States.Where(s => !IsTakenOver(s, takeOver)).Select(s => Refusal(s, overwriteEdits)).OfType<string>()];

    private static bool IsTakenOver(AssetState state, IReadOnlyCollection<string>? takeOver) =>
        state.Standing == AssetStanding.Foreign && takeOver?.Contains(state.Asset.Name) == true;

    private static string? Refusal(AssetState state, bool overwriteEdits) => state.Standing switch
    {
        AssetStanding.Foreign => $"{state.Asset.Path} is there and not ours by its mark: where it is ours and the mark was lost, say "
            + $"--take-over {state.Asset.Name}; else rename it, or remove it",
        AssetStanding.Newer => $"{state.Asset.Path} is of a later version of FwCorrelate: install with that one, or uninstall it first",
        AssetStanding.Edited when !overwriteEdits =>
            $"{state.Asset.Path} was changed by hand ({state.Differences[0]}{(state.Differences.Count > 1 ? $" and {state.Differences.Count - 1} more" : string.Empty)}): "
            + "move the change into the @custom template or pipeline, or say --overwrite-edits",
        _ => null,
    };
}
