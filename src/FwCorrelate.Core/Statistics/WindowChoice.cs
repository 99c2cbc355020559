// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Statistics;

/// <summary>
/// Which windows bursts are held against: those of the calls of their own sandbox, or, for a negative control, some that cannot be their
/// cause.
/// </summary>
internal sealed class WindowChoice(Fleet fleet, ControlKind? control, CoincidenceOptions options)
{
    /// <summary>What one burst is held against in a shift.</summary>
    /// <param name="Offset">Seconds from the burst to where it is looked for.</param>
    /// <param name="From">The block within which it is moved, before <paramref name="Offset"/>.</param>
    public readonly record struct Place(TimeWindows Windows, double Offset, double From, double To);

    public TimeWindows WindowsOf(AgentActivity activity) => control == ControlKind.Generation ? activity.Generations : activity.Calls;

    /// <summary>Null where there is nothing to hold the burst against.</summary>
    public Place? PlaceOf(PlacedBurst burst)
    {
        if (control is null or ControlKind.Generation)
            return new Place(WindowsOf(burst.Activity), 0, burst.Episode.Start, burst.Episode.End);
        foreach (var offset in OffsetsOf(burst))
        {
            if (Stranger(burst, Pool([burst], offset)) is not { } stranger || stranger.EpisodeAt(burst.Start + offset) is not { } episode)
                continue;
            var (from, to) = (Math.Max(burst.Episode.Start, episode.Start - offset), Math.Min(burst.Episode.End, episode.End - offset));
            return new Place(WindowsOf(stranger), offset, from, to);
        }

        return null;
    }

    /// <summary>
    /// For bursts of one sandbox and episode: those sandboxes of which any may have been it as well, and which of them stands for it. Null
    /// where there are too few.
    /// </summary>
    public (IReadOnlyList<AgentActivity> Pool, AgentActivity Observed, double Offset)? Comparison(IReadOnlyList<PlacedBurst> bursts)
    {
        foreach (var offset in OffsetsOf(bursts[0]))
        {
            var pool = Pool(bursts, offset);
            if (pool.Count > options.FewestControls
                && (pool.Contains(bursts[0].Activity) ? bursts[0].Activity : Stranger(bursts[0], pool)) is { } observed)
                return (pool, observed, offset);
        }

        return null;
    }

    private IEnumerable<double> OffsetsOf(PlacedBurst burst) => control != ControlKind.NextStep ? [0]
        : fleet.StepLength(burst.Episode.Run) is { } step ? [step, -step] : [];

    /// <summary>
    /// Sandboxes in an episode of the run at the time of each burst, of the same task where these are enough: a busier one would look
    /// guilty.
    /// </summary>
    private IReadOnlyList<AgentActivity> Pool(IReadOnlyList<PlacedBurst> bursts, double offset)
    {
        var (run, task, own) = (bursts[0].Episode.Run, bursts[0].Episode.Task, bursts[0].Activity);
        IEnumerable<AgentActivity> live = fleet.LiveAt(run, bursts[0].Start + offset);
        if (control == ControlKind.OtherHosts)
            live = live.Where(s => own.Host is not null && s.Host is not null && s.Host != own.Host);
        for (var i = 1; i < bursts.Count; i++)
        {
            var time = bursts[i].Start + offset;
            live = live.Where(s => s.EpisodeAt(time) is not null);
        }

        List<AgentActivity> pool = [.. live];
        if (task is null)
            return pool;
        var alike = pool.FindAll(s => bursts.All(b => s.EpisodeAt(b.Start + offset)?.Task == task));
        return alike.Count > options.FewestControls ? alike : pool;
    }

    /// <summary>The next by id, of those that are not the burst's own: a choice that looks at nothing else.</summary>
    private AgentActivity? Stranger(PlacedBurst burst, IReadOnlyList<AgentActivity> pool)
    {
        if (control == ControlKind.NextStep && pool.Contains(burst.Activity))
            return burst.Activity;
        return pool.FirstOrDefault(s => string.CompareOrdinal(s.Id, burst.Activity.Id) > 0) ?? pool.FirstOrDefault(
            s => s != burst.Activity);
    }
}
