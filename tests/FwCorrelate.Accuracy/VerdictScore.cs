// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Incidents;

namespace FwCorrelate.Accuracy;

/// <summary>Verdicts of incidents against the true ones.</summary>
internal sealed class VerdictScore
{
    /// <summary>True of an incident that mixes records of several causes: no verdict is right.</summary>
    public const string Mixed = "mixed";

    private const string Undetermined = "undetermined";
    private const double Certain = 0.99;

    private readonly Dictionary<(string Truth, Verdict Said), long> _counts = [];

    public IEnumerable<string> Truths => _counts.Keys.Select(k => k.Truth).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Incidents of one cause, whether it can be decided or not, with the right verdict.</summary>
    public Rate Right
    {
        get
        {
            var known = _counts.Where(c => c.Key.Truth != Mixed).ToList();
            var right = known.Where(c => NameOf(c.Key.Said) == c.Key.Truth).Sum(c => c.Value);
            return new Rate("verdict right", right, known.Sum(c => c.Value), right, known.Sum(c => c.Value));
        }
    }

    public long this[string truth, Verdict said] => _counts.GetValueOrDefault((truth, said));

    public void Add(Incident incident, TruthTable truth)
    {
        var rows = incident.Evidence.Where(e => e.Role is "flow" or "alert").Select(e => truth.Of(e.Origin)).OfType<TruthRow>().ToList();
        if (rows.Count == 0)
            return;
        var verdicts = rows.Select(r => r.Verdict).Distinct().ToList();
        var right = verdicts.Count > 1 ? Mixed : rows.Max(r => r.VerdictWeight) >= Certain ? verdicts[0] : Undetermined;
        _counts[(right, incident.Verdict)] = this[right, incident.Verdict] + 1;
    }

    public void Add(VerdictScore other)
    {
        foreach (var (key, count) in other._counts)
            _counts[key] = _counts.GetValueOrDefault(key) + count;
    }

    private static string NameOf(Verdict verdict) => verdict switch
    {
        Verdict.AgentInitiated => "agent_initiated",
        Verdict.Background => "background",
        Verdict.ExternalCompromise => "external_compromise",
        _ => Undetermined,
    };
}
