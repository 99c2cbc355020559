// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Serving.Correlation;
using FwCorrelate.Serving.State;
using NodaTime;

namespace FwCorrelate.Serving.Delivery;

/// <summary>
/// Takes committed revisions to every sink, each at its own pace and in order. A sink that fails is tried again after a wait that doubles,
/// and keeps nobody else waiting; nothing is ever skipped.
/// </summary>
internal sealed class Courier(StateStore state, IReadOnlyList<ISink> sinks, IClock clock)
{
    private static readonly Duration FirstWait = Duration.FromSeconds(1);
    private static readonly Duration LongestWait = Duration.FromMinutes(5);

    /// <summary>Remembers where new sinks begin, so that one which is added later is not sent everything that ever was.</summary>
    public void Prepare()
    {
        var last = state.LastKey(Revision.Kind);
        state.Commit([.. sinks.Where(s => state.Find<SinkState>(SinkState.Kind, s.Name) is null)
            .Select(s =>
                StateChange.Put(SinkState.Kind, s.Name, new SinkState(s.Name, s.StartsAtTheBeginning ? "" : last, "", 0, null, null)))]);
    }

    /// <summary>Delivers what there is to those that are not waiting.</summary>
    /// <param name="isLast">Whether waits are cut short.</param>
    /// <returns>Whether everything was taken.</returns>
    public async Task<bool> DeliverAsync(bool isLast, CancellationToken cancellation)
    {
        var whole = true;
        foreach (var sink in sinks)
            whole &= await DeliverAsync(sink, isLast, cancellation).ConfigureAwait(false);
        return whole;
    }

    private async Task<bool> DeliverAsync(ISink sink, bool isLast, CancellationToken cancellation)
    {
        while (true)
        {
            var at = state.Find<SinkState>(SinkState.Kind, sink.Name)!;
            var entries = state.After<Revision>(Revision.Kind, at.Delivered, sink.MostAtOnce);
            if (entries.Count == 0 && (at.Place.Length > 0 || !sink.StartsAtTheBeginning))
                return true;
            if (!isLast && at.NextAttempt is { } next && clock.GetCurrentInstant() is var now && now < next && next - now <= LongestWait)
                return false;
            try
            {
                var place = await sink.DeliverAsync([.. entries.Select(e => e.Value).Where(sink.Wants)], at.Place, cancellation)
                    .ConfigureAwait(false);
                state.Commit(StateChange.Put(SinkState.Kind, sink.Name,
                    new SinkState(sink.Name, entries.Count > 0 ? entries[^1].Key : at.Delivered, place, 0, null, null)));
            }
            catch (DeliveryFailedException failure)
            {
                var wait = Duration.Min(LongestWait, FirstWait * Math.Pow(2, Math.Min(at.Attempts, 20)));
                state.Commit(StateChange.Put(SinkState.Kind, sink.Name, at with
                {
                    Attempts = at.Attempts + 1,
                    NextAttempt = clock.GetCurrentInstant() + wait,
                    Failure = failure.Message,
                }));
                return false;
            }
        }
    }
}
