// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Correlation;

/// <summary>A connection of one sandbox that its process has not gone on from yet.</summary>
/// <param name="causes">That may have made it, with their weights.</param>
internal sealed class EndpointTrack(Contact last, int sandbox, (CallFacts? Call, double Weight)[] causes)
{
    private readonly double[] _before = [.. causes.Select(c => c.Weight)];
    private double? _waitsOn;

    public Contact Last => last;

    public int Sandbox => sandbox;

    /// <summary>With the probability that it made the connection and has not gone on from it.</summary>
    public (CallFacts? Call, double Weight)[] Causes => causes;

    public double Weight
    {
        get
        {
            var weight = 0.0;
            foreach (var cause in causes)
                weight += cause.Weight;
            return weight;
        }
    }

    /// <summary>Of the causes before anything went on.</summary>
    public double WeightBefore(int place) => _before[place];

    /// <summary>A part of it has gone on.</summary>
    public void Take(int place, double weight) => causes[place].Weight = Math.Max(0, causes[place].Weight - weight);

    /// <summary>Probability that it has not gone on by a number of seconds after its end.</summary>
    public double Waiting(ReconnectModel reconnects, double seconds)
    {
        var (waiting, all) = (0.0, 0.0);
        var (byCall, byNone) = (reconnects.Waiting(last.Family, true, seconds, last.Persistence),
            reconnects.Waiting(last.Family, false, seconds, last.Persistence));
        for (var i = 0; i < causes.Length; i++)
        {
            var call = causes[i].Call;
            var alive = ProcessLife.Alive(call, last.End, Math.Max(last.End, call?.End ?? 0) + 1);
            waiting += _before[i] * (1 - (alive * (1 - (call is null ? byNone : byCall))));
            all += _before[i];
        }

        return all > 0 ? waiting / all : 1;
    }

    /// <summary>Probability that it does not go on while anybody could see it.</summary>
    public double WaitsOn(ReconnectModel reconnects) => _waitsOn ??= Waiting(reconnects, Math.Max(0, last.WatchedUntil - last.End));
}
