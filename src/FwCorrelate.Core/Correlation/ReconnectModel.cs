// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;

namespace FwCorrelate.Correlation;

/// <summary>
/// How soon what has lost its connection opens the next, and how often what holds one opens another, by family, for calls and for what is no
/// call's: learnt from the contacts of the case that continue an earlier one.
/// </summary>
internal sealed class ReconnectModel
{
    // Believed before the case tells: two connections in five are followed by another; one more in half an hour beside an open one.
    private const double UsualFollowed = 2;
    private const double UsualEnded = 5;
    private const double UsualBeside = 1.0 / 3;
    private const double UsualOpenSeconds = 600;
    private const double MostFollowed = 0.98;

    private readonly Dictionary<(int Family, bool IsCall), Counts> _counts = [];
    private readonly Dictionary<(int Family, bool IsCall), WaitShares> _waits = [];
    private readonly Dictionary<bool, WaitShares> _usual = new() { [true] = WaitShares.Usual, [false] = WaitShares.Usual };

    /// <summary>What weighed contacts tell.</summary>
    /// <param name="before">By which they were weighed.</param>
    public static ReconnectModel Of(IReadOnlyList<Contact> contacts, ReconnectModel before)
    {
        var model = new ReconnectModel();
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
        counts.Ended += weight;
        counts.OpenSeconds += weight * (contact.End - contact.Start);
        foreach (var step in contact.Continuations)
        {
            if (step.IsCall == isCall && step.Gap < 0)
                counts.Beside += step.Weight;
            else if (step.IsCall == isCall)
                counts.Followed += step.Weight;
        }
    }

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
    public double Hazard(int family, bool isCall, double gap)
    {
        var counts = _counts.GetValueOrDefault((family, isCall));
        if (gap < 0)
            return (UsualBeside + counts.Beside) / (UsualOpenSeconds + counts.OpenSeconds);
        var (followed, waits) = (Followed(counts), WaitsOf((family, isCall)));
        return followed * waits.Density(gap) / ((followed * waits.Longer(gap)) + 1 - followed);
    }

    /// <summary>Rate, per second, at which a process connects again that was there before anything was seen of it.</summary>
    /// <param name="seconds">Since it would have been seen.</param>
    public double RateUnseen(int family, bool isCall, double seconds) => Followed(_counts.GetValueOrDefault((family, isCall))) * WaitsOf((family, isCall)).RestDensity(seconds);

    private WaitShares WaitsOf((int Family, bool IsCall) kind) => _waits.GetValueOrDefault(kind, _usual[kind.IsCall]);

    private static double Followed(in Counts counts) => Math.Min(MostFollowed, (UsualFollowed + counts.Followed) / (UsualEnded + counts.Ended));

    private struct Counts
    {
        public double Ended;
        public double OpenSeconds;
        public double Followed;
        public double Beside;
    }
}
