// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Clocks;

/// <summary>A connection's stamp after the start of a call of its sandbox.</summary>
/// <param name="Stamp">Seconds since the epoch.</param>
/// <param name="Host">Host of the call, whose clock stamped it; empty where nothing tells.</param>
internal readonly record struct Lag(double Seconds, double Stamp, string Host);

/// <summary>Pairs connections with the calls of the sandboxes that may have held their addresses.</summary>
internal sealed class LagReader(TimelineIndex timeline)
{
    private static readonly Duration Reach = Duration.FromSeconds(LagHistogram.Reach);
    private readonly Dictionary<AddressLease, (double[] Starts, string Host)> _starts = new(ReferenceEqualityComparer.Instance);

    /// <param name="shift">Taken off every stamp first: an error of a zone that is looked for.</param>
    public List<Lag> Read(IEnumerable<SampledConnection> connections, Duration shift)
    {
        var lags = new List<Lag>();
        foreach (var connection in connections)
        {
            var stamp = connection.Start.ToInstant() - shift;
            foreach (var lease in timeline.Leases.Holding(
                connection.Client, connection.ClientPort, stamp - Reach, stamp + Reach, _ => true))
            {
                if (lease.OwnerKind == OwnerKind.Sandbox)
                    Add(lags, StartsOf(lease), SecondsOf(stamp));
            }
        }

        return lags;
    }

    private static void Add(List<Lag> lags, (double[] Starts, string Host) calls, double stamp)
    {
        var from = Array.BinarySearch(calls.Starts, stamp - LagHistogram.Reach);
        for (var i = from < 0 ? ~from : from; i < calls.Starts.Length && calls.Starts[i] <= stamp + LagHistogram.Reach; i++)
            lags.Add(new Lag(stamp - calls.Starts[i], stamp, calls.Host));
    }

    private (double[] Starts, string Host) StartsOf(AddressLease lease)
    {
        if (!_starts.TryGetValue(lease, out var starts))
        {
            var calls = timeline.CallsOf(lease.OwnerId).Calls;
            var host = calls.Select(c => c.HostId).FirstOrDefault(h => h is not null) ?? lease.Host;
            _starts.Add(lease, starts = ([.. calls.Select(c => SecondsOf(c.TrueStart.Value)).Order()], host));
        }

        return starts;
    }

    public static double SecondsOf(Instant time) => (time - NodaConstants.UnixEpoch).TotalSeconds;
}
