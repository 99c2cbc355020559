// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Service.Results.Stories;

namespace FwCorrelate.Service.Results.Comparing;

/// <summary>What two results of a case say differently, and what else differs between them that may be why.</summary>
/// <param name="Differences">Gained, lost and changed incidents, by kind, then level, then time.</param>
/// <param name="Same">Incidents that both say alike.</param>
/// <param name="Causes">Rules, settings, inputs, the command line and the program that differ.</param>
public sealed record ResultComparison(IReadOnlyList<IncidentDifference> Differences, int Same, IReadOnlyList<ResultChange> Causes)
{
    // What an incident says that somebody would act upon; weights may move a little without that.
    private static readonly (string Name, string Field)[] Compared =
    [
        ("verdict", OwnFields.Verdict), ("attribution", OwnFields.AttributionKind), ("rung",
            OwnFields.AttributionRung), ("episode", OwnFields.EpisodeId),
        ("run", OwnFields.RunId), ("sandbox", OwnFields.SandboxId), ("rule", EcsFields.RuleName), ("target", OwnFields.Target),
        ("origin", OwnFields.Origin),
        ("ongoing", OwnFields.Ongoing), ("records", OwnFields.IncidentRecordCount),
        ("connections", OwnFields.IncidentConnectionCount),
        ("first_seen", EcsFields.EventStart), ("last_seen", EcsFields.EventEnd), ("expected", OwnFields.SuppressedBy),
    ];

    /// <summary>
    /// Incidents are the same by id; else where they share a record, since an earlier first record or another cause gives another id.
    /// </summary>
    public static ResultComparison Of(ResultFolder before, ResultFolder after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var causes = ResultChanges.Between(before, after);
        var (old, now) = (ById(before), ById(after));
        var pairs = old.Keys.Intersect(now.Keys, StringComparer.Ordinal).Select(id => (old[id], now[id])).ToList();
        var (lost, gained) = (old.Where(o => !now.ContainsKey(o.Key)).Select(o => o.Value).ToList(), now.Where(n => !old.ContainsKey(n.Key))
            .Select(n => n.Value).ToList());
        Pair(lost, gained, pairs);
        var changed = pairs.Select(p => (p.Item1, p.Item2, Fields: FieldsOf(p.Item1, p.Item2))).Where(p => p.Fields.Count > 0).ToList();
        var differences = gained.Select(
            i => new IncidentDifference(DifferenceKind.Gained, null, i, [], ResultChanges.Concerning(i, causes)))
            .Concat(lost.Select(i => new IncidentDifference(DifferenceKind.Lost, i, null, [], ResultChanges.Concerning(i, causes))))
            .Concat(changed.Select(c =>
                new IncidentDifference(DifferenceKind.Changed, c.Item1, c.Item2, c.Fields, ResultChanges.Concerning(c.Item2, causes))));
        return new ResultComparison(
            [.. differences.OrderBy(d => d.Kind).ThenByDescending(d => d.Either.Number(EcsFields.EventSeverity) ?? 0).ThenBy(d =>
            d.Either.Text(EcsFields.EventStart), StringComparer.Ordinal).ThenBy(d => IncidentLookup.IdOf(d.Either),
            StringComparer.Ordinal)],
            pairs.Count - changed.Count, causes);
    }

    private static Dictionary<string, StoredDocument> ById(ResultFolder folder) =>
        folder.Incidents().GroupBy(IncidentLookup.IdOf, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);

    private static void Pair(List<StoredDocument> lost, List<StoredDocument> gained, List<(StoredDocument, StoredDocument)> pairs)
    {
        var byRecord = new Dictionary<string, StoredDocument>(StringComparer.Ordinal);
        foreach (var incident in gained)
        {
            foreach (var hash in HashesOf(incident))
                byRecord.TryAdd(hash, incident);
        }

        var taken = new HashSet<StoredDocument>();
        foreach (var incident in lost.ToList())
        {
            if (HashesOf(incident).Select(h => byRecord.GetValueOrDefault(h))
                .FirstOrDefault(i => i is not null && !taken.Contains(i)) is not { } other)
                continue;
            taken.Add(other);
            lost.Remove(incident);
            gained.Remove(other);
            pairs.Add((incident, other));
        }
    }

    private static IEnumerable<string> HashesOf(StoredDocument incident) =>
        incident.Parts(OwnFields.Evidence).Where(e => e.Text("role") is "flow" or "alert"
            || (incident.Number(OwnFields.IncidentRecordCount) == 0 && e.Text("role") == "call"))
            .Select(e => $"{e.Text("sha256")} {e.Text("index")}");

    private static List<FieldDifference> FieldsOf(StoredDocument before, StoredDocument after)
    {
        var fields = Compared.Select(c => new FieldDifference(c.Name, before.Text(c.Field), after.Text(c.Field)))
            .Where(f => f.Before != f.After).ToList();
        var (old, now) = (CallOf(before), CallOf(after));
        if (old != now)
            fields.Insert(0, new FieldDifference("call", old, now));
        return fields;
    }

    private static string? CallOf(StoredDocument incident) => incident.Values(OwnFields.ToolCallIds).FirstOrDefault() is { } call
        ? $"{call} of {incident.Text(OwnFields.EpisodeId)}" : null;
}
