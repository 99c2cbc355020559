// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;

namespace FwCorrelate.Correlation;

/// <summary>That a contact may continue a track, and what it would mean if it did not.</summary>
/// <param name="Last">The connection that waits to be continued.</param>
/// <param name="Continues">Likelihood that the track goes on here, over that of all other causes of the contact.</param>
/// <param name="Waiting">Probability that it had not gone on before.</param>
/// <param name="WaitsOn">Probability that it is not seen to go on at all.</param>
/// <param name="Outlook">Likelihood of what comes later if the track does not go on here, against what its wait alone lets expect.</param>
internal readonly record struct TrackStep(Contact Last, int Sandbox, double Continues, double Waiting, double WaitsOn, double Outlook);

/// <summary>
/// What later contacts tell of tracks: the backward half of <see cref="EndpointTracks"/>. A process of which nothing more would be seen,
/// though such processes go on, has probably gone on where it could; one that is needed later has probably waited. Each round of inference
/// learns it from the round before.
/// </summary>
internal static class TrackOutlook
{
    /// <summary>The model of waits is not so exact that more could be made of it.</summary>
    private const double Most = 50;

    /// <summary>Tracks that hold less of a contact are left out.</summary>
    private const double LeastShare = 0.0001;

    /// <summary>Notes which tracks a weighed contact may continue.</summary>
    /// <param name="total">Rate of all causes.</param>
    public static void Note(Contact contact, List<Legacy> legacies, ReconnectModel reconnects, double total)
    {
        if (!legacies.Exists(l => l.Track is not null))
        {
            contact.Steps = [];
            return;
        }

        var steps = new List<TrackStep>();
        for (var i = 0; i < legacies.Count;)
        {
            var track = legacies[i].Track;
            var (rate, full) = (0.0, 0.0);
            for (; i < legacies.Count && ReferenceEquals(legacies[i].Track, track); i++)
            {
                rate += legacies[i].Rate;
                full += track is null ? 0 : track.WeightBefore(legacies[i].Place) * legacies[i].RateIfSo;
            }

            if (track is null || rate < LeastShare * total || contact.GapAfter(track.Last) is var gap && gap < 0)
                continue;
            var outlook = contact.OutlookOf(track);
            var waiting = track.Waiting(reconnects, gap);
            var others = Math.Max(total - rate, total / (Most * Most));
            steps.Add(new TrackStep(track.Last, track.Sandbox, waiting * full * outlook / others, waiting, track.WaitsOn(reconnects), 1));
        }

        contact.Steps = [.. steps];
    }

    /// <param name="contacts">By start, weighed forward.</param>
    public static void Run(IReadOnlyList<Contact> contacts)
    {
        var later = new Dictionary<(Contact, int), double>();
        for (var i = contacts.Count - 1; i >= 0; i--)
        {
            foreach (ref var step in contacts[i].Steps.AsSpan())
            {
                ref var rest = ref CollectionsMarshal.GetValueRefOrAddDefault(later, (step.Last, step.Sandbox), out var isKnown);
                if (!isKnown)
                    rest = step.WaitsOn;
                step = step with { Outlook = Math.Clamp(rest / step.Waiting, 1 / Most, Most) };
                rest += step.Continues;
            }
        }
    }
}
