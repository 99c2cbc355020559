// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Incidents;
using FwCorrelate.Service;

namespace FwCorrelate.Accuracy;

/// <summary>A record that came out wrong, or was left unnamed though it could be decided.</summary>
internal sealed record WorstRecord(ulong Seed, double Severity, AttributedRecord Record, TruthRow Truth, Verdict? Verdict);

/// <summary>The score of one scenario: records by rung, incidents by verdict, clocks.</summary>
internal sealed class ScenarioScore
{
    /// <summary>True verdicts, those that cannot be decided as <c>undetermined</c>, against what was said.</summary>
    public Dictionary<(string Truth, Verdict Said), long> Verdicts { get; } = [];

    public SortedDictionary<Rung, Score> ByRung { get; } = [];

    public List<ClockFinding> Clocks { get; } = [];

    public List<WorstRecord> Worst { get; } = [];

    public double CpuSeconds { get; set; }

    public long Unmatched { get; set; }

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
    public static ScenarioScore Of(ulong seed, InvestigationResult result, TruthTable truth, int worst)
    {
        var score = new ScenarioScore();
        var verdicts = new Dictionary<(string, long, int), Verdict>();
        foreach (var incident in result.Incidents)
        {
            score.AddIncident(incident, truth);
            foreach (var origin in incident.Evidence.Where(e => e.Role is "flow" or "alert").Select(e => e.Origin))
                verdicts[(origin.File, origin.Line, origin.Index)] = incident.Verdict;
        }

        foreach (var record in result.Attributions)
        {
            if (truth.Of(record.Origin) is not { } row)
            {
                score.Unmatched++;
                continue;
            }

            var verdict = verdicts.TryGetValue((record.Origin.File, record.Origin.Line, record.Origin.Index), out var said) ? said : (Verdict?)null;
            score.Add(seed, record, row, verdict, worst);
        }

        score.Clocks.AddRange(ClockFinding.Of(seed, result, truth));
        score.KeepWorst(worst);
        return score;
    }

    private void Add(ulong seed, AttributedRecord record, TruthRow row, Verdict? verdict, int worst)
    {
        if (!ByRung.TryGetValue(record.Attribution.Rung, out var score))
            ByRung.Add(record.Attribution.Rung, score = new Score());
        score.Add(seed, record.Attribution, row, verdict);
        if (worst > 0 && SeverityOf(record.Attribution, row, verdict) is > 0 and var severity)
            Worst.Add(new WorstRecord(seed, severity, record, row, verdict));
    }

    /// <summary>Wrong names first, then wrong verdicts, then what could be decided and was not, worst weight first.</summary>
    private static double SeverityOf(Attribution attribution, TruthRow row, Verdict? verdict)
    {
        if (attribution.Call is { } named && !(row.IsAgents && row.IsCall(named)))
            return 4;
        if (row.IsAgents ? verdict is Verdict.Background or Verdict.ExternalCompromise : verdict is Verdict.AgentInitiated)
            return 3;
        if (!row.IsAgents || !row.IsDecidable || attribution.Call is not null)
            return 0;
        return 2 - (attribution.Candidates.FirstOrDefault(row.Names)?.Weight ?? 0);
    }

    private void AddIncident(Incident incident, TruthTable truth)
    {
        var rows = incident.Evidence.Where(e => e.Role is "flow" or "alert").Select(e => truth.Of(e.Origin)).OfType<TruthRow>().ToList();
        if (rows.Count == 0)
            return;
        var kinds = rows.Select(r => r.Verdict).Distinct().ToList();
        var expected = kinds.Count == 1 && rows.Max(r => r.VerdictWeight) >= 0.99 ? kinds[0] : kinds.Count == 1 ? "undetermined" : "mixed";
        Verdicts[(expected, incident.Verdict)] = Verdicts.GetValueOrDefault((expected, incident.Verdict)) + 1;
    }

    public void Add(ScenarioScore other, int worst)
    {
        foreach (var (key, count) in other.Verdicts)
            Verdicts[key] = Verdicts.GetValueOrDefault(key) + count;
        foreach (var (rung, score) in other.ByRung)
        {
            if (!ByRung.TryGetValue(rung, out var sum))
                ByRung.Add(rung, sum = new Score());
            sum.Add(score);
        }

        Clocks.AddRange(other.Clocks);
        Worst.AddRange(other.Worst);
        CpuSeconds += other.CpuSeconds;
        Unmatched += other.Unmatched;
        KeepWorst(worst);
    }

    // One record of each call and behaviour: fifty probes of one sweep would hide all else.
    private void KeepWorst(int worst)
    {
        var kept = Worst.OrderByDescending(w => w.Severity).ThenBy(w => w.Seed).ThenBy(w => w.Record.Origin.File, StringComparer.Ordinal).ThenBy(w => w.Record.Origin.Line)
            .DistinctBy(w => (w.Seed, w.Truth.SpanId, w.Truth.Behaviour, w.Truth.Sandbox)).Take(worst).ToList();
        Worst.Clear();
        Worst.AddRange(kept);
    }
}
