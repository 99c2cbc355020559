// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;

namespace FwCorrelate.Correlation;

/// <summary>
/// How soon what has lost its connection opens the next, and how often what holds one opens another, by family, for calls and for what is
/// no call's: learnt from the contacts of the case that continue an earlier one.
/// </summary>
internal sealed class ReconnectModel
{
    // Believed before the case tells: two connections in five are followed by another; of processes that were seen to connect again more
    // are. One more is opened in half an hour beside an open one.
    private static readonly double[] UsualFollowed = [2, 3, 4];
    private const double UsualEnded = 5;
    private const double UsualBeside = 1.0 / 3;
    private const double UsualOpenSeconds = 600;
    private const double MostFollowed = 0.98;

    /// <summary>Of a process of which nothing is known but that it was there.</summary>
    private const int UnknownPersistence = 1;

    private readonly Dictionary<(int Family, bool IsCall), Counts> _counts = [];
    private readonly Dictionary<(int Family, bool IsCall, int Persistence), (double Ended, double Followed)> _endings = [];
    private readonly Dictionary<(int Family, bool IsCall), WaitShares> _waits = [];
    private readonly Dictionary<bool, WaitShares> _usual = new() { [true] = WaitShares.Usual, [false] = WaitShares.Usual };

    /// <summary>What weighed contacts tell.</summary>
    /// <param name="before">By which they were weighed.</param>
    public static ReconnectModel Of(IReadOnlyList<Contact> contacts, QuietContacts quiet, ReconnectModel before)
    {
        var model = new ReconnectModel();
        foreach (var (family, (count, seconds)) in quiet.ByFamily)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(model._counts, (family, false), out _).OpenSeconds += seconds;
            model.EndingsOf(family, isCall: false, persistence: 0).Ended += count;
        }

        foreach (var contact in contacts)
        {
            model.Count(contact, isCall: true, 1 - contact.NoneWeight);
            model.Count(contact, isCall: false, contact.NoneWeight);
        }

        foreach (var isCall in (bool[])[true, false])
            model.LearnWaits(contacts, before, isCall);
        return model;
    }

    private void Count(Contact contact, bool isCall, double weight)
    {
        ref var counts = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, (contact.Family, isCall), out _);
        counts.OpenSeconds += weight * (contact.End - contact.Start);
        EndingsOf(contact.Family, isCall, contact.Persistence).Ended += weight;
        foreach (var step in contact.Continuations)
        {
            if (step.IsCall == isCall && step.Gap < 0)
                counts.Beside += step.Weight;
            else if (step.IsCall == isCall)
                EndingsOf(contact.Family, isCall, step.Persistence).Followed += step.Weight;
        }
    }

    private ref (double Ended, double Followed) EndingsOf(int family, bool isCall, int persistence) =>
        ref CollectionsMarshal.GetValueRefOrAddDefault(_endings, (family, isCall, persistence), out _);

    private void LearnWaits(IReadOnlyList<Contact> contacts, ReconnectModel before, bool isCall)
    {
        var all = default(WaitShares.Seen);
        var families = new Dictionary<int, WaitShares.Seen>();
        foreach (var contact in contacts)
        {
            ref var seen = ref CollectionsMarshal.GetValueRefOrAddDefault(families, contact.Family, out _);
            foreach (var step in contact.Continuations)
            {
                if (step.IsCall != isCall || step.Gap < 0)
                    continue;
                before.WaitsOf((contact.Family, isCall)).Note(ref seen, step.Gap, step.Weight);
                before._usual[isCall].Note(ref all, step.Gap, step.Weight);
            }
        }

        _usual[isCall] = WaitShares.Usual.Learn(all);
        foreach (var (family, seen) in families)
            _waits.Add((family, isCall), _usual[isCall].Learn(seen));
    }

    /// <summary>Rate, per second, of the next connection of a process that is alive and has not made it yet.</summary>
    /// <param name="gap">Seconds since its last connection ended; negative while it is open.</param>
    /// <param name="persistence">See <see cref="Contact.Persistence"/>, of the last connection.</param>
    public double Hazard(int family, bool isCall, double gap, int persistence)
    {
        if (gap < 0)
        {
            var counts = _counts.GetValueOrDefault((family, isCall));
            return (UsualBeside + counts.Beside) / (UsualOpenSeconds + counts.OpenSeconds);
        }

        var (followed, waits) = (Followed(family, isCall, persistence), WaitsOf((family, isCall)));
        return followed * waits.Density(gap) / ((followed * waits.Longer(gap)) + 1 - followed);
    }

    /// <summary>
    /// Probability that a process that is alive has not made its next connection by some seconds after its last one ended.
    /// </summary>
    public double Waiting(int family, bool isCall, double seconds, int persistence)
    {
        var followed = Followed(family, isCall, persistence);
        return (followed * WaitsOf((family, isCall)).Longer(seconds)) + 1 - followed;
    }

    /// <summary>Rate, per second, at which a process connects again that was there before anything was seen of it.</summary>
    /// <param name="seconds">Since it would have been seen.</param>
    public double RateUnseen(int family, bool isCall, double seconds) =>
        Followed(family, isCall, UnknownPersistence) * WaitsOf((family, isCall)).RestDensity(seconds);

    private WaitShares WaitsOf((int Family, bool IsCall) kind) => _waits.GetValueOrDefault(kind, _usual[kind.IsCall]);

    private double Followed(int family, bool isCall, int persistence)
    {
        var (ended, followed) = _endings.GetValueOrDefault((family, isCall, persistence));
        return Math.Min(MostFollowed, (UsualFollowed[persistence] + followed) / (UsualEnded + ended));
    }

    private struct Counts
    {
        public double OpenSeconds;
        public double Beside;
    }
}
