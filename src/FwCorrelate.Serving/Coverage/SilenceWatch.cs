// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Serving.Collection;
using FwCorrelate.Serving.Correlation;
using FwCorrelate.Serving.State;
using NodaTime;

namespace FwCorrelate.Serving.Coverage;

/// <summary>
/// Notices sources of which nothing arrives any more: that nothing was seen then means nothing. How long they have been silent is measured
/// with a timer, so that a change of the clock makes no source silent.
/// </summary>
internal sealed class SilenceWatch(Duration after, StateStore state, IClock clock, TimeProvider time)
{
    private readonly Dictionary<string, (long Length, long Since, Duration Before)> _sources = new(StringComparer.Ordinal);

    /// <returns>What changed, in words.</returns>
    public IReadOnlyList<string> Look(IEnumerable<StreamReading> readings, IReadOnlyList<CollectedStream> streams)
    {
        var news = new List<string>();
        var byId = streams.ToDictionary(s => s.Id);
        foreach (var source in readings.Where(r => r.Role is "log" or "trace" && byId.ContainsKey(r.Id))
            .GroupBy(r => r.Source, StringComparer.Ordinal))
            Look(source.Key, [.. source.Select(r => byId[r.Id])], news);
        return news;
    }

    private void Look(string source, List<CollectedStream> streams, List<string> news)
    {
        var length = streams.Sum(s => s.Length);
        if (!_sources.TryGetValue(source, out var seen))
            seen = (length, time.GetTimestamp(), Duration.Max(Duration.Zero, clock.GetCurrentInstant() - streams.Max(s => s.GrownAt)));
        else if (seen.Length != length)
            seen = (length, time.GetTimestamp(), Duration.Zero);
        _sources[source] = seen;

        var silent = seen.Before + Duration.FromTimeSpan(time.GetElapsedTime(seen.Since));
        var known = state.Find<SilentSource>(SilentSource.Kind, source);
        if (silent >= after && known is null)
        {
            state.Commit(StateChange.Put(SilentSource.Kind, source, new SilentSource(source, clock.GetCurrentInstant() - silent)));
            news.Add($"source '{source}' is silent: nothing arrived for {after}; what happens there is not seen. Look at what writes it");
        }
        else if (silent < after && known is not null)
        {
            state.Commit(StateChange.Delete(SilentSource.Kind, source));
            news.Add($"source '{source}' speaks again, after a silence since {known.Since}");
        }
    }
}
