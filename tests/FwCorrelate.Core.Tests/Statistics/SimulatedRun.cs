// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Statistics;

namespace FwCorrelate.Core.Tests.Statistics;

/// <summary>What makes the bursts of a simulated run.</summary>
public enum BurstOrigin
{
    /// <summary>Anywhere, at any time.</summary>
    Independent,

    /// <summary>Only while rollouts run, as calls do.</summary>
    SharedPhases,

    /// <summary>All sandboxes call at the same times, and events make several of them connect at once.</summary>
    InStep,

    /// <summary>Sandboxes are busy in different degrees, and one makes all bursts of a step.</summary>
    OneSandbox,

    /// <summary>Half of them begin as a call does; the others like <see cref="SharedPhases"/>.</summary>
    HalfCaused,
}

/// <summary>
/// A run of two hours: 16 sandboxes on 4 hosts, steps of 600 s of which rollouts take 360 s, calls with about 44 % of that time, and about
/// ten bursts. After the simulation of which the reference of these tests reports level and power.
/// </summary>
internal sealed class SimulatedRun
{
    public const double Length = 7200;
    private const int Sandboxes = 16;
    private const int Hosts = 4;
    private const double Step = 600;
    private const double Rollout = 360;

    private readonly SeededDraws _draws;
    private readonly BurstOrigin _origin;
    private readonly List<(double Start, double End)>[] _calls = new List<(double, double)>[Sandboxes];

    public SimulatedRun(BurstOrigin origin, int bursts, long seed)
    {
        (_draws, _origin) = (SeededDraws.For(seed, origin.ToString()), origin);
        Fleet = new Fleet([.. Enumerable.Range(0, Sandboxes).Select(Activity)]);
        Bursts = Burst.Of(Matches(bursts).Select(m => new BurstMatch(Name(m.Sandbox), [Name(m.Sandbox)], true, m.Time, m.Time + 5)));
    }

    public Fleet Fleet { get; }

    public IReadOnlyList<Burst> Bursts { get; }

    /// <summary>The p-value of the run's bursts, and that of the best lag; null where there are too few.</summary>
    public (double PValue, double LagPValue, Conclusion Conclusion)? Test(CoincidenceOptions options) =>
        new CoincidenceAnalysis(Fleet, 0, Length, options).Run([new FamilyBursts("family", Bursts, null)]) is [{ Outcome: { } outcome } finding]
            ? (outcome.PValue, finding.Lags!.PValue, finding.Conclusion) : null;

    private static string Name(int sandbox) => $"sandbox-{sandbox:00}";

    private AgentActivity Activity(int sandbox)
    {
        var calls = _calls[sandbox] = [];
        var generations = new List<(double, double)>();
        var episodes = new List<EpisodeSpan>();
        var pace = _origin == BurstOrigin.OneSandbox ? 0.3 + (2 * _draws.NextShare()) : 1;
        for (var start = 0.0; start < Length; start += Step)
        {
            episodes.Add(new EpisodeSpan(start, start + Rollout, "run", $"{start / Step:0}", null));
            if (_origin == BurstOrigin.InStep && sandbox > 0)
            {
                calls.AddRange(_calls[0].Where(c => c.Start >= start && c.Start < start + Rollout));
                continue;
            }

            for (var time = start; ;)
            {
                var generated = time + LogNormal(12, 0.5);
                var ended = generated + Math.Min(120, LogNormal(8 * pace, 0.8));
                if (ended > start + Rollout)
                    break;
                generations.Add((time, generated));
                calls.Add((generated, ended));
                time = ended;
            }
        }

        var windows = TimeWindows.Of(calls.Select(c => (c.Start - 1, c.End + 1)));
        return new AgentActivity(Name(sandbox), $"host-{sandbox % Hosts}", episodes, windows, TimeWindows.Of(generations));
    }

    private IEnumerable<(int Sandbox, double Time)> Matches(int bursts)
    {
        for (var i = 0; i < bursts; i++)
        {
            var sandbox = _draws.Below(Sandboxes);
            var time = _origin == BurstOrigin.Independent ? _draws.NextShare() * Length : InRollout();
            if (_origin == BurstOrigin.HalfCaused && i % 2 == 0)
                time = _calls[sandbox][_draws.Below(_calls[sandbox].Count)].Start + (_draws.NextShare() * 0.5);
            yield return (_origin == BurstOrigin.OneSandbox ? (int)(time / Step) % Sandboxes : sandbox, time);
            for (var j = 1; _origin == BurstOrigin.InStep && j < 4; j++)
                yield return ((sandbox + (3 * j)) % Sandboxes, time);
        }
    }

    private double InRollout() => (_draws.Below((int)(Length / Step)) * Step) + (_draws.NextShare() * Rollout);

    private double LogNormal(double median, double deviation) =>
        median * Math.Exp(deviation * Math.Sqrt(2 * _draws.NextWait()) * Math.Cos(2 * Math.PI * _draws.NextShare()));
}
