// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using FwCorrelate.Flows;
using FwCorrelate.Network;

namespace FwCorrelate.Service.Passes;

/// <summary>
/// The records that matched, of all workers. Each is held until the end, because incidents are made of all of them, so there is a limit:
/// beyond it those are given up that come latest among the records of one source under the same rules, and are only counted. Sources that
/// match less than others lose nothing. What is kept depends on what the records say, not on who read them when.
/// </summary>
/// <remarks>
/// With n records in a group, the first q of each are kept, q being the largest number for which all groups together keep no more than
/// the limit. While records still come, groups only grow and q only falls, so what is given up early would be given up in the end too.
/// </remarks>
/// <param name="limit">How many may be held; each takes a quarter of a kilobyte here, up to two in the end.</param>
internal sealed class MatchStore(int limit = MatchStore.MostMatches)
{
    public const int MostMatches = 500_000;

    // More pairs than this are a sweep, whose records share no connection: it need not be known which of them were given up.
    private const int MostPairs = 1_000_000;

    private readonly Lock _turn = new();
    private readonly RuleSets _ruleSets = new();
    private readonly Dictionary<(int[] Rules, HostAddress Source), long> _seen = [];
    private readonly Dictionary<(LogFile File, HostAddress Source), long> _givenUp = [];
    private readonly HashSet<ulong> _pairs = [];

    /// <summary>Those that are held.</summary>
    public ChunkedList<MatchedFlow> Matched { get; private set; } = new();

    /// <summary>How many were given up, by file and source.</summary>
    public IReadOnlyDictionary<(LogFile File, HostAddress Source), long> GivenUp => _givenUp;

    /// <summary>Takes what a worker matched in one block. May be called from any thread.</summary>
    public void Add(List<MatchedFlow> matched)
    {
        lock (_turn)
        {
            foreach (ref readonly var flow in CollectionsMarshal.AsSpan(matched))
            {
                var rules = _ruleSets.Of(flow.Rules);
                CollectionsMarshal.GetValueRefOrAddDefault(_seen, (rules, flow.Record.Source), out _)++;
                Matched.Add(flow.With(rules));
            }

            // A quarter more than may stay, so that sorting is paid by many.
            if (Matched.Count > limit + (limit / 4))
                GiveUp();
        }
    }

    /// <summary>Gives up what is over the limit, once all has been read.</summary>
    public void Close()
    {
        if (_givenUp.Count > 0 || Matched.Count > limit)
            GiveUp();
        _seen.Clear();
    }

    /// <summary>Whether a record that matched was given up between these ends, in this direction.</summary>
    public bool HasGivenUp(in FlowRecord record) => _pairs.Count > 0 && _pairs.Contains(Pair(record));

    private void GiveUp()
    {
        var quota = Quota();
        var places = new int[Matched.Count];
        for (var i = 0; i < places.Length; i++)
            places[i] = i;
        var all = Matched;
        Array.Sort(places, (a, b) => MatchedFlows.CompareByStart(all[a], all[b]));
        var kept = new ChunkedList<MatchedFlow>();
        var counts = new Dictionary<(int[] Rules, HostAddress Source), long>();
        foreach (var place in places)
        {
            ref readonly var flow = ref all[place];
            if (CollectionsMarshal.GetValueRefOrAddDefault(counts, (flow.Rules, flow.Record.Source), out _)++ < quota)
            {
                kept.Add(flow);
                continue;
            }

            CollectionsMarshal.GetValueRefOrAddDefault(_givenUp, (flow.File, flow.Record.Source), out _)++;
            if (_pairs.Count < MostPairs)
                _pairs.Add(Pair(flow.Record));
        }

        Matched = kept;
    }

    private long Quota()
    {
        var sizes = _seen.Values.Order().ToArray();
        long left = limit;
        for (var i = 0; i < sizes.Length; i++)
        {
            // All groups from here on are at least as large as this one.
            var share = left / (sizes.Length - i);
            if (sizes[i] > share)
                return share;
            left -= sizes[i];
        }

        return long.MaxValue;
    }

    private static ulong Pair(in FlowRecord record) =>
        ((ulong)(uint)record.Source.GetHashCode() * 0x9E37_79B9_7F4A_7C15)
        ^ ((((ulong)(uint)record.Destination.GetHashCode() << 24) | ((ulong)record.DestinationPort << 8) | (byte)record.Protocol) * 0xC2B2_AE3D_27D4_EB4F);
}
