// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Serving.Correlation;
using FwCorrelate.Serving.Delivery;
using FwCorrelate.Serving.State;
using NodaTime;

namespace FwCorrelate.Serving.Status;

/// <summary>How far one sink is.</summary>
/// <param name="Waiting">Revisions that it is still to take, or to let pass.</param>
internal sealed record SinkStatus(string Name, long Waiting, int Attempts, Instant? NextAttempt, string? Failure)
{
    public static IEnumerable<SinkStatus> Of(IStateReader state)
    {
        var last = Revision.SequenceOf(state.LastKey(Revision.Kind));
        return state.All<SinkState>(SinkState.Kind).Select(s =>
            new SinkStatus(s.Name, Math.Max(0, last - Revision.SequenceOf(s.Delivered)), s.Attempts, s.NextAttempt, s.Failure));
    }
}
