// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Statistics;

/// <summary>The sandboxes of a case and what their agents did: what bursts are held against.</summary>
public sealed class Fleet
{
    private readonly Dictionary<string, AgentActivity> _byId;
    private readonly Dictionary<string, AgentActivity> _shared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double?> _stepLengths = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RunEpisodes> _runs;

    public Fleet(IEnumerable<AgentActivity> sandboxes)
    {
        Sandboxes = [.. sandboxes.OrderBy(s => s.Id, StringComparer.Ordinal)];
        _byId = Sandboxes.ToDictionary(s => s.Id, StringComparer.Ordinal);
        _runs = Sandboxes.SelectMany(s => s.Episodes, (s, e) => (Sandbox: s, Episode: e))
            .GroupBy(e => e.Episode.Run ?? "", StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => new RunEpisodes(g), StringComparer.Ordinal);
    }

    /// <summary>By id.</summary>
    public IReadOnlyList<AgentActivity> Sandboxes { get; }

    public bool HasGenerations => Sandboxes.Any(s => s.Generations.Count > 0);

    /// <summary>What the agents of these sandboxes did; null where no trace tells of any of them.</summary>
    public AgentActivity? Of(IReadOnlyList<string> sandboxes)
    {
        ArgumentNullException.ThrowIfNull(sandboxes);
        if (sandboxes.Count == 1)
            return _byId.GetValueOrDefault(sandboxes[0]);
        var known = sandboxes.Order(StringComparer.Ordinal).Select(s => _byId.GetValueOrDefault(s)).OfType<AgentActivity>().Distinct()
            .ToList();
        if (known.Count == 0)
            return null;
        var key = string.Join('\n', known.Select(s => s.Id));
        if (!_shared.TryGetValue(key, out var together))
            _shared.Add(key, together = AgentActivity.Together(known));
        return together;
    }

    /// <summary>Sandboxes that run an episode of a run at a time, by id.</summary>
    public IReadOnlyList<AgentActivity> LiveAt(string? run, double time) =>
        _runs.TryGetValue(run ?? "", out var episodes) ? episodes.LiveAt(time) : [];

    /// <summary>Seconds from the start of one step of a run to that of the next, in the middle of all; null with fewer than two.</summary>
    public double? StepLength(string? run)
    {
        if (!_stepLengths.TryGetValue(run ?? "", out var length))
            _stepLengths.Add(run ?? "", length = Measure(run));
        return length;
    }

    private double? Measure(string? run)
    {
        var starts = Sandboxes.SelectMany(s => s.Episodes).Where(e => e.Run == run && e.Step is not null)
            .GroupBy(e => e.Step, StringComparer.Ordinal).Select(g => g.Min(e => e.Start)).Order().ToList();
        var lengths = starts.Skip(1).Zip(starts, (next, start) => next - start).Where(l => l > 0).Order().ToList();
        return lengths.Count == 0 ? null : lengths[lengths.Count / 2];
    }

    /// <summary>The episodes of one run, found by time.</summary>
    private sealed class RunEpisodes
    {
        private readonly (AgentActivity Sandbox, EpisodeSpan Episode)[] _episodes;
        private readonly double[] _latestEnds;

        public RunEpisodes(IEnumerable<(AgentActivity Sandbox, EpisodeSpan Episode)> episodes)
        {
            _episodes = [.. episodes.OrderBy(e => e.Episode.Start).ThenBy(e => e.Sandbox.Id, StringComparer.Ordinal)];
            _latestEnds = new double[_episodes.Length];
            var latest = double.NegativeInfinity;
            for (var i = 0; i < _episodes.Length; i++)
                _latestEnds[i] = latest = Math.Max(latest, _episodes[i].Episode.End);
        }

        public IReadOnlyList<AgentActivity> LiveAt(double time)
        {
            int low = 0, high = _episodes.Length;
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                if (_episodes[middle].Episode.Start <= time)
                    low = middle + 1;
                else
                    high = middle;
            }

            var live = new List<AgentActivity>();
            for (var i = low - 1; i >= 0 && _latestEnds[i] >= time; i--)
            {
                if (_episodes[i].Episode.End >= time)
                    live.Add(_episodes[i].Sandbox);
            }

            return [.. live.Distinct().OrderBy(s => s.Id, StringComparer.Ordinal)];
        }
    }
}
