// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Incidents;
using FwCorrelate.Statistics;

namespace FwCorrelate.Accuracy;

/// <summary>
/// How often something held, of records and of what caused them: records of one cause stand and fall together, so only the latter are
/// independent.
/// </summary>
internal readonly record struct Rate(string Name, long Records, long OfRecords, long Causes, long OfCauses)
{
    public BinomialInterval CauseInterval => BinomialInterval.Of(Causes, OfCauses);

    /// <summary>The same of two scenarios together.</summary>
    public Rate Plus(Rate other) =>
        new(other.Name, Records + other.Records, OfRecords + other.OfRecords, Causes + other.Causes, OfCauses + other.OfCauses);
}

/// <summary>How the records of one cause came out.</summary>
internal sealed class CauseTally
{
    public long Records { get; set; }

    public long Decidable { get; set; }

    public long DecidableNamed { get; set; }

    public long Named { get; set; }

    public long Wrong { get; set; }

    public long InSet { get; set; }

    /// <summary>Records of the first connection of a command that holds the destination literally.</summary>
    public long Told { get; set; }

    public long ToldNamed { get; set; }

    /// <summary>In an incident whose verdict points at somebody else than the cause.</summary>
    public long Misjudged { get; set; }
}

/// <summary>How records of one scenario and one rung came out, over any number of seeds.</summary>
internal sealed class Score
{
    private readonly Dictionary<CauseKey, CauseTally> _agents = [];
    private readonly Dictionary<CauseKey, CauseTally> _innocent = [];

    public Calibration Calibration { get; } = new();

    /// <summary>Calls that acted, over all seeds.</summary>
    public int Calls => _agents.Count;

    public long AgentRecords => _agents.Values.Sum(c => c.Records);

    public long InnocentRecords => _innocent.Values.Sum(c => c.Records);

    public Rate NamedOfDecidable => Of("named right, of decidable", _agents, c => c.DecidableNamed, c => c.Decidable, c => c.DecidableNamed == c.Decidable);

    public Rate NamedOfAll => Of("named right, of all", _agents, c => c.Named, c => c.Records, c => c.Named == c.Records);

    public Rate Wrong => Of("named WRONG", _agents, c => c.Wrong, c => c.Records, c => c.Wrong > 0);

    public Rate InSet => Of("truth in the set", _agents, c => c.InSet, c => c.Records, c => c.InSet == c.Records);

    public Rate NamedOfTold => Of("named, literal first connection", _agents, c => c.ToldNamed, c => c.Told, c => c.ToldNamed == c.Told);

    public Rate BlamedByName => Of("innocent: a call named", _innocent, c => c.Wrong, c => c.Records, c => c.Wrong > 0);

    public Rate BlamedByVerdict => Of("innocent: agent_initiated", _innocent, c => c.Misjudged, c => c.Records, c => c.Misjudged > 0);

    public Rate Exonerated => Of("agent exonerated", _agents, c => c.Misjudged, c => c.Records, c => c.Misjudged > 0);

    public IReadOnlyList<Rate> Rates => [NamedOfDecidable, NamedOfAll, Wrong, InSet, NamedOfTold, BlamedByName, BlamedByVerdict, Exonerated];

    /// <param name="verdict">Of the record's incident; null where it is in none.</param>
    /// <param name="isNew">Whether it is the first record of its connection: later ones say the same again, and calibrate nothing.</param>
    public void Add(ulong seed, Attribution attribution, TruthRow truth, Verdict? verdict, bool isNew)
    {
        if (truth.IsAgents)
            AddAgents(Tally(_agents, truth.CauseIn(seed)), attribution, truth, verdict);
        else
            AddInnocent(Tally(_innocent, truth.CauseIn(seed)), attribution, verdict);
        foreach (var candidate in isNew ? attribution.Candidates : [])
            Calibration.Add(candidate.Weight, truth.IsAgents && truth.Names(candidate));
    }

    public void Add(Score other)
    {
        Merge(_agents, other._agents);
        Merge(_innocent, other._innocent);
        Calibration.Add(other.Calibration);
    }

    private static void AddAgents(CauseTally cause, Attribution attribution, TruthRow truth, Verdict? verdict)
    {
        var isRight = attribution.Call is { } named && truth.IsCall(named);
        cause.Records++;
        cause.Decidable += truth.IsDecidable ? 1 : 0;
        cause.DecidableNamed += truth.IsDecidable && isRight ? 1 : 0;
        cause.Named += isRight ? 1 : 0;
        cause.Wrong += attribution.Call is not null && !isRight ? 1 : 0;
        cause.InSet += attribution.Candidates.Any(truth.Names) ? 1 : 0;
        cause.Told += truth.IsToldLiterally ? 1 : 0;
        cause.ToldNamed += truth.IsToldLiterally && isRight ? 1 : 0;
        cause.Misjudged += verdict is Verdict.Background or Verdict.ExternalCompromise ? 1 : 0;
    }

    private static void AddInnocent(CauseTally cause, Attribution attribution, Verdict? verdict)
    {
        cause.Records++;
        cause.Wrong += attribution.Call is not null ? 1 : 0;
        cause.Misjudged += verdict is Verdict.AgentInitiated ? 1 : 0;
    }

    private static CauseTally Tally(Dictionary<CauseKey, CauseTally> tallies, CauseKey key) =>
        tallies.TryGetValue(key, out var tally) ? tally : tallies[key] = new CauseTally();

    /// <summary>One cause may be seen on two rungs: its records are added up.</summary>
    private static void Merge(Dictionary<CauseKey, CauseTally> into, Dictionary<CauseKey, CauseTally> from)
    {
        foreach (var (key, other) in from)
        {
            var tally = Tally(into, key);
            tally.Records += other.Records;
            tally.Decidable += other.Decidable;
            tally.DecidableNamed += other.DecidableNamed;
            tally.Named += other.Named;
            tally.Wrong += other.Wrong;
            tally.InSet += other.InSet;
            tally.Told += other.Told;
            tally.ToldNamed += other.ToldNamed;
            tally.Misjudged += other.Misjudged;
        }
    }

    private static Rate Of(
        string name, Dictionary<CauseKey, CauseTally> causes, Func<CauseTally, long> hits, Func<CauseTally, long> of, Func<CauseTally, bool> holds)
    {
        var asked = causes.Values.Where(c => of(c) > 0).ToList();
        return new Rate(name, asked.Sum(hits), asked.Sum(of), asked.Count(holds), asked.Count);
    }
}
