// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using FwCorrelate.Cases;
using FwCorrelate.Network;

namespace FwCorrelate.Correlation;

/// <summary>
/// Finds what is behind the connections of translating gateways: the same session, where a sensor before the translation saw it. One that
/// fits sessions of two addresses is of none. The outcome does not depend on the order of the connections.
/// </summary>
internal sealed class TranslationStitcher
{
    private readonly Dictionary<(Endpoint Target, long Sequence), List<Sighting>> _bySequence = [];
    private readonly Dictionary<(Endpoint Target, ushort Port), List<Sighting>> _byPort = [];
    private readonly HashSet<HostAddress> _keepsPorts;

    private TranslationStitcher(IReadOnlyCollection<Sighting> outer, IReadOnlyCollection<Sighting> inner)
    {
        foreach (var sighting in inner)
        {
            if (SequenceOf(sighting) is { } sequence)
                Add(_bySequence, (sighting.Target, sequence), sighting);
            Add(_byPort, (sighting.Target, sighting.Acting.Port), sighting);
        }

        // Where a gateway takes ports at random, one in some thousand is the same by chance.
        var reached = inner.Select(i => i.Target).ToHashSet();
        _keepsPorts = [.. outer.Where(o => reached.Contains(o.Target)).GroupBy(o => o.Acting.Address)
            .Where(g => g.Count(o => AlikeInPort(o) is not null) * 2 > g.Count()).Select(g => g.Key)];
    }

    public static Dictionary<StitchedConnection, TranslatedConnection> Run(IReadOnlyCollection<Sighting> sightings, CaseSettings settings)
    {
        var translated = new Dictionary<StitchedConnection, TranslatedConnection>(ReferenceEqualityComparer.Instance);
        var outer = sightings.Where(s => IsOutgoing(s) && MayTranslate(s, settings)).ToList();
        if (outer.Count == 0)
            return translated;
        var targets = outer.Select(s => s.Target).ToHashSet();
        var stitcher = new TranslationStitcher(
            outer, [.. sightings.Where(s => IsOutgoing(s) && !s.Holders.IsUnknown && s.Acting.Port != 0 && targets.Contains(s.Target))]);
        foreach (var sighting in outer)
        {
            if (stitcher.Behind(sighting) is { } behind)
                translated.Add(sighting.Connection, behind);
        }

        return translated;
    }

    // A request in a proxy's log is none of the client's sessions.
    private static bool IsOutgoing(Sighting sighting) =>
        sighting is { IsInbound: false, ActsAsInitiating: true, Connection.IsRequest: false };

    // A known gateway, or an address of the border that no lease tells of. An inner address without a lease is somebody's own.
    private static bool MayTranslate(Sighting sighting, CaseSettings settings) =>
        sighting.Holders.IsNat || (sighting.Holders.IsNobodys && !settings.IsInternal(sighting.Acting.Address));

    private TranslatedConnection? Behind(Sighting outer)
    {
        if (SequenceOf(outer) is { } sequence && _bySequence.TryGetValue((outer.Target, sequence), out var known)
            && OnlyOneOf(known.Where(i => MayBeOne(i, outer)), outer) is { } same)
            return new TranslatedConnection(same, TranslationSign.TcpSequence);
        return _keepsPorts.Contains(outer.Acting.Address) && AlikeInPort(outer) is { } alike
            ? new TranslatedConnection(alike, TranslationSign.Port) : null;
    }

    private Sighting? AlikeInPort(Sighting outer) => _byPort.TryGetValue((outer.Target, outer.Acting.Port), out var known)
        ? OnlyOneOf(known.Where(i => MayBeOne(i, outer) && !HasOtherSequence(i, outer)), outer) : null;

    /// <summary>
    /// The view that tells the start most exactly, where all are of one address; else null. Of its ports one may be the translated one: Alibaba's
    /// alerts tell the private address with it.
    /// </summary>
    private static Sighting? OnlyOneOf(IEnumerable<Sighting> fitting, Sighting outer)
    {
        Sighting? best = null;
        foreach (var sighting in fitting)
        {
            if (best is not null && best.Acting.Address != sighting.Acting.Address)
                return null;
            if (best is null || IsBetter(sighting, best, outer))
                best = sighting;
        }

        return best;
    }

    private static bool IsBetter(Sighting one, Sighting other, Sighting outer)
    {
        var order = one.Connection.StartBasis.CompareTo(other.Connection.StartBasis);
        if (order == 0)
            order = one.Clock.Slack.CompareTo(other.Clock.Slack);
        if (order == 0)
            order = ApartFrom(outer, one).CompareTo(ApartFrom(outer, other));
        return order != 0 ? order < 0 : Sighting.InOrder(one, other) < 0;
    }

    private static double ApartFrom(Sighting outer, Sighting inner) => Math.Abs((inner.Start - outer.Start).TotalSeconds);

    private static bool MayBeOne(Sighting inner, Sighting outer) =>
        inner.Acting.Address != outer.Acting.Address && inner.Connection.MayOverlap(outer.Connection);

    private static bool HasOtherSequence(Sighting inner, Sighting outer) =>
        SequenceOf(inner) is { } one && SequenceOf(outer) is { } other && one != other;

    private static long? SequenceOf(Sighting sighting) =>
        sighting.Target.Protocol == TransportProtocol.Tcp && sighting.Context.TcpSequence is { } sequence && sequence != 0 ? sequence : null;

    private static void Add<TKey>(Dictionary<TKey, List<Sighting>> all, TKey key, Sighting sighting)
        where TKey : notnull
    {
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(all, key, out _);
        (known ??= []).Add(sighting);
    }
}
