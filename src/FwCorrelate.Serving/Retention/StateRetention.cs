// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Serving.Collection;
using FwCorrelate.Serving.Correlation;
using FwCorrelate.Serving.Delivery;
using FwCorrelate.Serving.State;
using NodaTime;

namespace FwCorrelate.Serving.Retention;

/// <summary>
/// Gives up what is older than the horizon: copies of logs and traces whose newest event lies behind it, revisions that everybody took long
/// ago. Incidents that rest on them are closed first. Leases and settings say what holds until it is said otherwise, and stay.
/// </summary>
internal sealed class StateRetention(StateStore state, FileCollector collector, ServiceSettings settings, IClock clock)
{
    private static readonly Duration FutureTolerated = Duration.FromHours(1);

    private const int RevisionsAtOnce = 10_000;

    /// <exception cref="StateFailedException">It is safe to try again.</exception>
    public void Retain()
    {
        DropStreams();
        DropRevisions();
        state.Checkpoint();
    }

    private void DropStreams()
    {
        var now = clock.GetCurrentInstant();
        var readings = state.All<StreamReading>(StreamReading.Kind).Where(r => r is { Role: "log" or "trace", Newest: not null })
            .ToDictionary(r => r.Id);

        // One stamp from the future must not push out what is of today.
        var newest = readings.Values.Where(r => r.Newest <= now + FutureTolerated).Select(r => r.Newest!.Value)
            .DefaultIfEmpty(Instant.MinValue).Max();
        if (newest == Instant.MinValue)
            return;
        var known = state.Find<Horizon>(Horizon.Kind, Horizon.Key) ?? new Horizon(Instant.MinValue, Instant.MaxValue);
        var until = newest - settings.Horizon;
        var behind = collector.Streams.Where(s => s.IsRead && readings.TryGetValue(s.Id, out var reading) && reading.Newest < until)
            .ToLookup(s => readings[s.Id].Newest < known.Until && s.BegunAt >= known.At);
        collector.SetApart([.. behind[true].Select(s => s.Id)]);
        if (!behind[false].Any())
            return;

        // First closed, then dropped: a crash in between leaves evidence that nobody needs, never an incident that loses its own.
        state.Commit(StateChange.Put(Horizon.Kind, Horizon.Key, new Horizon(Instant.Max(known.Until, until), now)));
        collector.Drop([.. behind[false].Select(s => s.Id)]);
    }

    private void DropRevisions()
    {
        var delivered = state.All<SinkState>(SinkState.Kind).Select(s => s.Delivered).DefaultIfEmpty("").Min(StringComparer.Ordinal)!;
        var until = clock.GetCurrentInstant() - settings.Retention;
        var old = state.After<Revision>(Revision.Kind, "", RevisionsAtOnce)
            .TakeWhile(r => string.CompareOrdinal(r.Key, delivered) < 0 && r.Value.At < until).Select(r => r.Key).ToList();
        state.Commit([.. old.Select(k => StateChange.Delete(Revision.Kind, k))]);
    }
}
