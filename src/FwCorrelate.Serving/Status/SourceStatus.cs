// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Serving.Collection;
using FwCorrelate.Serving.Correlation;
using FwCorrelate.Serving.Coverage;
using FwCorrelate.Serving.State;
using NodaTime;

namespace FwCorrelate.Serving.Status;

/// <summary>How far one source is.</summary>
/// <param name="Newest">Its newest event.</param>
/// <param name="Watermark">Up to when nothing on time can arrive any more: the newest event less the allowed lateness.</param>
/// <param name="Arrived">When anything of it was last collected.</param>
/// <param name="SilentSince">Null while it speaks.</param>
internal sealed record SourceStatus(
    string Name, int Files, long Bytes, long Records, Instant? Newest, Instant? Watermark, Instant Arrived, Instant? SilentSince)
{
    public static IEnumerable<SourceStatus> Of(IStateReader state, IReadOnlyList<CollectedStream> streams, Duration lateness)
    {
        var byId = streams.Where(s => s.IsRead).ToDictionary(s => s.Id);
        var silent = state.All<SilentSource>(SilentSource.Kind).ToDictionary(s => s.Source, s => s.Since, StringComparer.Ordinal);
        foreach (var source in state.All<StreamReading>(StreamReading.Kind)
            .Where(r => r.Role is "log" or "trace" or "lease" && byId.ContainsKey(r.Id)).GroupBy(r => r.Source, StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var newest = source.Max(r => r.Newest);
            yield return new SourceStatus(
                source.Key, source.Count(), source.Sum(r => byId[r.Id].Length), source.Sum(r => r.Records), newest, newest - lateness,
                source.Max(r => byId[r.Id].GrownAt), silent.TryGetValue(source.Key, out var since) ? since : null);
        }
    }
}
