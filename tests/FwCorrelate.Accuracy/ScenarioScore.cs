// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Incidents;
using FwCorrelate.Service;

namespace FwCorrelate.Accuracy;

/// <summary>The score of one scenario: records by rung, incidents by verdict, clocks.</summary>
internal sealed class ScenarioScore(int worst)
{
    private readonly List<WorstRecord> _worst = [];

    public SortedDictionary<Rung, Score> ByRung { get; } = [];

    public VerdictScore Verdicts { get; } = new();

    public List<ClockFinding> Clocks { get; } = [];

    public IReadOnlyList<WorstRecord> Worst => _worst;

    public double CpuSeconds { get; set; }

    public Score Total
    {
        get
        {
            var total = new Score();
            foreach (var score in ByRung.Values)
                total.Add(score);
            return total;
        }
    }

    /// <summary>Compares a result with the truth.</summary>
    /// <param name="worst">How many of the worst records to keep.</param>
    public static ScenarioScore Of(ulong seed, InvestigationResult result, TruthTable truth, int worst)
    {
        var score = new ScenarioScore(worst);
        var verdicts = new Dictionary<(string, long, int), Verdict>();
        foreach (var incident in result.Incidents)
        {
            score.Verdicts.Add(incident, truth);
            foreach (var evidence in incident.Evidence.Where(e => e.Role is "flow" or "alert"))
                verdicts[(evidence.Origin.File, evidence.Origin.Line, evidence.Origin.Index)] = incident.Verdict;
        }

        var connections = new HashSet<string>(StringComparer.Ordinal);
        foreach (var record in result.Attributions)
        {
            if (truth.Of(record.Origin) is not { } row)
                continue;
            var origin = record.Origin;
            var verdict = verdicts.TryGetValue((origin.File, origin.Line, origin.Index), out var said) ? said : (Verdict?)null;
            score.Add(seed, record, row, verdict, connections.Add(record.Connection.Id));
        }

        score.Clocks.AddRange(ClockFinding.Of(seed, result, truth));
        score.KeepWorst();
        return score;
    }

    public void Add(ScenarioScore other)
    {
        foreach (var (rung, score) in other.ByRung)
            OfRung(rung).Add(score);
        Verdicts.Add(other.Verdicts);
        Clocks.AddRange(other.Clocks);
        _worst.AddRange(other._worst);
        CpuSeconds += other.CpuSeconds;
        KeepWorst();
    }

    private Score OfRung(Rung rung) => ByRung.TryGetValue(rung, out var score) ? score : ByRung[rung] = new Score();

    private void Add(ulong seed, AttributedRecord record, TruthRow row, Verdict? verdict, bool isNew)
    {
        OfRung(record.Attribution.Rung).Add(seed, record.Attribution, row, verdict, isNew);
        if (worst > 0 && WorstRecord.SeverityOf(record.Attribution, row, verdict) is > 0 and var severity)
            _worst.Add(new WorstRecord(seed, severity, record, row, verdict));
    }

    // One record of each cause: fifty probes of one sweep would hide all else.
    private void KeepWorst()
    {
        var kept = _worst.OrderByDescending(w => w.Severity).ThenBy(w => w.Seed).ThenBy(w => w.Record.Origin.File, StringComparer.Ordinal)
            .ThenBy(w => w.Record.Origin.Line).DistinctBy(w => w.Truth.CauseIn(w.Seed)).Take(worst).ToList();
        _worst.Clear();
        _worst.AddRange(kept);
    }
}
