// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Statistics;

/// <summary>One episode in one sandbox, in seconds since 1970.</summary>
public sealed record EpisodeSpan(double Start, double End, string? Run, string? Step, string? Task)
{
    public bool Contains(double time) => time >= Start && time <= End;
}

/// <summary>
/// What the agents of one actor did when: a sandbox's, or, where several share an address and nothing tells them apart, those of all of
/// them.
/// </summary>
public sealed class AgentActivity
{
    /// <param name="id">The sandbox; of several, all of them.</param>
    /// <param name="host">Where it ran, if known.</param>
    /// <param name="calls">Tool calls, widened as <see cref="CoincidenceOptions"/> says.</param>
    /// <param name="generations">When a model generated, if the traces tell.</param>
    public AgentActivity(string id, string? host, IEnumerable<EpisodeSpan> episodes, TimeWindows calls, TimeWindows generations)
    {
        ArgumentNullException.ThrowIfNull(generations);
        (Id, Host, Calls) = (id, host, calls);
        Episodes = [.. episodes.OrderBy(e => e.Start).ThenBy(e => e.End).ThenBy(e => e.Run, StringComparer.Ordinal)
            .ThenBy(e => e.Step, StringComparer.Ordinal)];

        // Around a call windows are widened: what they take from the model's time is the call's.
        Generations = generations.Outside(calls);
    }

    public string Id { get; }

    public string? Host { get; }

    /// <summary>By start; they may overlap.</summary>
    public IReadOnlyList<EpisodeSpan> Episodes { get; }

    public TimeWindows Calls { get; }

    /// <summary>When a model generated and no call ran.</summary>
    public TimeWindows Generations { get; }

    /// <summary>The episode that runs at a time: of several the one that started last.</summary>
    public EpisodeSpan? EpisodeAt(double time)
    {
        for (var i = FirstAfter(time) - 1; i >= 0; i--)
        {
            if (Episodes[i].Contains(time))
                return Episodes[i];
        }

        return null;
    }

    /// <summary>Several sandboxes as one: an episode is then all that they did of one step, since a burst may be any of theirs.</summary>
    public static AgentActivity Together(IReadOnlyList<AgentActivity> sandboxes)
    {
        ArgumentNullException.ThrowIfNull(sandboxes);
        if (sandboxes.Count == 1)
            return sandboxes[0];
        var steps = sandboxes.SelectMany(s => s.Episodes).GroupBy(e => (e.Run, e.Step)).SelectMany(PhasesOf);
        var hosts = sandboxes.Select(s => s.Host).Distinct().ToList();
        return new AgentActivity(
            string.Join(", ", sandboxes.Select(s => s.Id)), hosts.Count == 1 ? hosts[0] : null, steps,
            TimeWindows.Of(sandboxes.SelectMany(s => s.Calls.All)), TimeWindows.Of(sandboxes.SelectMany(s => s.Generations.All)));
    }

    private static IEnumerable<EpisodeSpan> PhasesOf(IGrouping<(string? Run, string? Step), EpisodeSpan> episodes) =>
        episodes.Key.Step is null
        ? TimeWindows.Of(episodes.Select(e => (e.Start, e.End))).All.Select(
            w => new EpisodeSpan(w.Start, w.End, episodes.Key.Run, null, null))
        : [new EpisodeSpan(episodes.Min(e => e.Start), episodes.Max(e => e.End), episodes.Key.Run, episodes.Key.Step, null)];

    private int FirstAfter(double time)
    {
        int low = 0, high = Episodes.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Episodes[middle].Start <= time)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
