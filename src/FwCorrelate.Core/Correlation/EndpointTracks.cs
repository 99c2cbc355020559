// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Correlation;

/// <summary>
/// The processes that one sandbox may have at one endpoint, as tracks: each is a connection with the causes it may have, and waits to be
/// continued by a later one. A connection that may continue two tracks takes from both, so that once two processes cannot be told apart
/// they stay so, however regularly each of them goes on.
/// </summary>
internal sealed class EndpointTracks
{
    /// <summary>Tracks that are kept: on a shared address every call that runs may be behind one.</summary>
    private const int Most = 24;

    // Most endpoints are contacted once, by no call.
    private readonly List<EndpointTrack> _tracks = new(1);
    private Dictionary<CallFacts, (double Weight, double Since)>? _there;

    /// <summary>Rates at which the processes make the contact.</summary>
    public void Collect(Contact contact, ReconnectModel reconnects, List<Legacy> legacies)
    {
        foreach (var track in _tracks)
        {
            var gap = contact.GapAfter(track.Last);
            var (byCall, byNone) = (reconnects.Hazard(contact.Family, true, gap, track.Last.Persistence),
                reconnects.Hazard(contact.Family, false, gap, track.Last.Persistence));
            if (contact.MayHideActor)
                byNone = Math.Max(byNone, byCall);
            var outlook = gap < 0 ? 1 : contact.OutlookOf(track);
            for (var i = 0; i < track.Causes.Length; i++)
            {
                var (call, weight) = track.Causes[i];
                var rate = (call is null ? byNone : byCall) * ProcessLife.Alive(call, track.Last.End, contact.Start) / outlook;
                if (weight > 0)
                    legacies.Add(new Legacy(call, weight * rate, rate, track.Last, LegacyKind.SameEndpoint) { Track = track, Place = i });
            }
        }
    }

    /// <summary>Probability that a call has been at the endpoint since more than <paramref name="seconds"/> before a time.</summary>
    public double WasThere(CallFacts call, double time, double seconds) =>
        _there is not null && _there.TryGetValue(call, out var known) && time - known.Since > seconds ? known.Weight : 0;

    /// <summary>A new connection, which may continue any of the tracks.</summary>
    /// <param name="calls">Its causes with their weights, heaviest first; those of other sandboxes are left out.</param>
    /// <param name="noneWeight">Of causes that are no call.</param>
    /// <param name="least">Causes of less weight are left out.</param>
    /// <param name="causes">Room for the causes, which is used again.</param>
    public void Note(
        Contact contact, int sandbox, ReadOnlySpan<WeighedCall> calls, double noneWeight, double least,
        List<(CallFacts? Call, double Weight)> causes)
    {
        _tracks.RemoveAll(t => t.Weight < least);
        causes.Clear();
        foreach (var call in calls)
        {
            if (call.Call.Sandbox != sandbox || call.Weight < least)
                continue;
            causes.Add((call.Call, call.Weight));
            _there ??= new Dictionary<CallFacts, (double Weight, double Since)>(ReferenceEqualityComparer.Instance);
            var known = _there.GetValueOrDefault(call.Call);
            _there[call.Call] = (Math.Max(known.Weight, call.Weight), known.Weight >= call.Weight / 2 ? known.Since : contact.Start);
        }

        if (noneWeight >= least)
            causes.Add((null, noneWeight));
        if (causes.Count == 0)
            return;
        if (_tracks.Count == Most)
            _tracks.Remove(_tracks.MinBy(t => t.Weight)!);
        _tracks.Add(new EndpointTrack(contact, sandbox, [.. causes]));
    }
}
