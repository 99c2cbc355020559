// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Incidents;

/// <summary>Puts incidents of one rule family towards one target together: what a person reads first.</summary>
public static class BehaviourBuilder
{
    /// <summary>Behaviours, worst first: not suppressed, level, verdict that needs somebody, number of records, id.</summary>
    public static IReadOnlyList<Behaviour> Build(IEnumerable<Incident> incidents) =>
    [
        .. incidents.GroupBy(i => i.BehaviourId)
            .Select(g => Of(g.Key, [.. g.OrderBy(i => i.FirstSeen).ThenBy(i => i.Id, StringComparer.Ordinal)]))
            .OrderBy(b => b.IsSuppressed)
            .ThenByDescending(b => b.Level)
            .ThenBy(b => b.Incidents.Min(i => Urgency(i.Verdict)))
            .ThenByDescending(b => b.Incidents.Sum(i => i.RecordCount))
            .ThenBy(b => b.Id, StringComparer.Ordinal),
    ];

    private static Behaviour Of(string id, IReadOnlyList<Incident> incidents)
    {
        var worst = incidents.OrderByDescending(i => i.Rule.Level).ThenBy(i => i.Rule.Id, StringComparer.Ordinal).First();
        return new Behaviour(id, worst.Rule.Title, worst.Target, worst.Rule.Level, incidents);
    }

    private static int Urgency(Verdict verdict) => verdict switch
    {
        Verdict.ExternalCompromise => 0,
        Verdict.AgentInitiated => 1,
        Verdict.Undetermined => 2,
        _ => 3,
    };
}
