// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Incidents;

namespace FwCorrelate.Accuracy;

/// <summary>How records of one scenario and one rung came out, over any number of seeds.</summary>
internal sealed class Score
{
    public const int Bins = 10;

    /// <summary>Records that an agent caused, and the calls behind them.</summary>
    public long Agents { get; set; }

    public HashSet<(ulong Seed, string? Trace, string? Span)> Calls { get; } = [];

    public long Decidable { get; set; }

    /// <summary>Of the decidable ones, named rightly.</summary>
    public long DecidableNamed { get; set; }

    public long NamedRight { get; set; }

    public long NamedWrong { get; set; }

    public long InSet { get; set; }

    /// <summary>Agents' records whose command tells the destination, and how many of them are named.</summary>
    public long Told { get; set; }

    public long ToldNamed { get; set; }

    /// <summary>Records that no agent caused, and how many of them carry a call's name or the verdict that an agent began it.</summary>
    public long Innocent { get; set; }

    public long Blamed { get; set; }

    public long Exonerated { get; set; }

    /// <summary>By bin of stated weight: candidates, their summed weight, and how many are true.</summary>
    public (long Count, double Stated, long True)[] Calibration { get; } = new (long, double, long)[Bins];

    public void Add(ulong seed, Attribution attribution, TruthRow truth, Verdict? verdict)
    {
        if (truth.IsAgents)
            AddAgents(seed, attribution, truth, verdict);
        else
            AddInnocent(attribution, verdict);
        foreach (var candidate in attribution.Candidates)
            Calibrate(candidate.Weight, truth.IsAgents && truth.Names(candidate));
    }

    private void AddAgents(ulong seed, Attribution attribution, TruthRow truth, Verdict? verdict)
    {
        Agents++;
        Calls.Add((seed, truth.TraceId, truth.SpanId));
        var isRight = attribution.Call is { } named && truth.IsCall(named);
        Decidable += truth.IsDecidable ? 1 : 0;
        DecidableNamed += truth.IsDecidable && isRight ? 1 : 0;
        NamedRight += isRight ? 1 : 0;
        NamedWrong += attribution.Call is not null && !isRight ? 1 : 0;
        InSet += attribution.Candidates.Any(truth.Names) ? 1 : 0;
        Told += truth.IsNamedInCommand ? 1 : 0;
        ToldNamed += truth.IsNamedInCommand && isRight ? 1 : 0;
        Exonerated += verdict is Verdict.Background or Verdict.ExternalCompromise ? 1 : 0;
    }

    private void AddInnocent(Attribution attribution, Verdict? verdict)
    {
        Innocent++;
        Blamed += attribution.Call is not null || verdict is Verdict.AgentInitiated ? 1 : 0;
    }

    private void Calibrate(double weight, bool isTrue)
    {
        ref var bin = ref Calibration[Math.Min(Bins - 1, (int)(weight * Bins))];
        bin = (bin.Count + 1, bin.Stated + weight, bin.True + (isTrue ? 1 : 0));
    }

    public void Add(Score other)
    {
        Agents += other.Agents;
        Calls.UnionWith(other.Calls);
        Decidable += other.Decidable;
        DecidableNamed += other.DecidableNamed;
        NamedRight += other.NamedRight;
        NamedWrong += other.NamedWrong;
        InSet += other.InSet;
        Told += other.Told;
        ToldNamed += other.ToldNamed;
        Innocent += other.Innocent;
        Blamed += other.Blamed;
        Exonerated += other.Exonerated;
        for (var i = 0; i < Bins; i++)
        {
            var (count, stated, hits) = other.Calibration[i];
            Calibration[i] = (Calibration[i].Count + count, Calibration[i].Stated + stated, Calibration[i].True + hits);
        }
    }
}
