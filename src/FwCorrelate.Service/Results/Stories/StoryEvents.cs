// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Documents;
using NodaTime;

namespace FwCorrelate.Service.Results.Stories;

/// <summary>What incidents are made of, by true time: messages, calls, connections, alerts, what followed.</summary>
internal sealed class StoryEvents(ResultFolder folder, IReadOnlyList<StoredDocument> incidents)
{
    /// <summary>Connections told one by one of an incident; the rest is counted.</summary>
    private const int MostConnections = 8;

    private readonly List<StoryEvent> _events = [];

    public IReadOnlyList<StoryEvent> Read()
    {
        var records = RecordsByIncident();
        foreach (var incident in incidents)
        {
            var id = IncidentLookup.IdOf(incident);
            AddCalls(incident, id);
            AddRecords(id, records[id].ToList());
            AddConsequences(incident, id);
        }

        return [.. _events.GroupBy(e => (e.At, e.HasTime, e.Kind, e.Text, e.Place))
            .Select(g => g.First() with { Incidents = [.. g.SelectMany(e => e.Incidents).Distinct(StringComparer.Ordinal)] })
            .OrderBy(e => e.At).ThenBy(e => e.Kind).ThenBy(e => e.Place, StringComparer.Ordinal)
                .ThenBy(e => e.Text, StringComparer.Ordinal)];
    }

    private ILookup<string, StoredDocument> RecordsByIncident()
    {
        var wanted = incidents.SelectMany(i => i.Parts(OwnFields.Evidence).Where(e => e.Text("role") is "flow" or "alert")
            .Select(e => (Hash: e.Text("sha256") ?? "", Place: PlaceOf(e, ""), Id: IncidentLookup.IdOf(i))))
            .ToLookup(w => (w.Hash, w.Place), w => w.Id);
        var hashes = wanted.Select(w => w.Key.Hash).ToHashSet(StringComparer.Ordinal);
        return folder.Attributions(l => RecordHashes.AnyIn(l, hashes))
            .SelectMany(r => wanted[(r.Text(OwnFields.RecordSha256) ?? "", PlaceOf(r, OwnFields.Record + "."))]
                .Select(id => (Id: id, Record: r)))
            .ToLookup(r => r.Id, r => r.Record, StringComparer.Ordinal);
    }

    private void AddCalls(StoredDocument incident, string id)
    {
        var calls = incident.Parts(OwnFields.Calls);
        if (calls.Count == 0 && incident.Parts(OwnFields.WhyRivals) is [var leading, ..] && leading.Text("kind") == "tool_call"
            && leading.Number("weight") >= 0.5m)
            calls = [leading];
        var first = calls.Select(c => StoredTime.Of(c, "start")).OfType<Instant>()
            .DefaultIfEmpty(StoredTime.Of(incident, EcsFields.EventStart) ?? Instant.MinValue).Min();
        foreach (var quote in incident.Parts(OwnFields.OriginFirst))
            Add(first, false, StoryEventKind.Asked, $"{quote.Text("role") ?? "message"}: {quote.Text("text")}", PlaceOf(quote, ""), id);
        foreach (var quote in incident.Parts(OwnFields.SaidBefore))
            Add(first, false, StoryEventKind.Said, quote.Text("text") ?? "", PlaceOf(quote, ""), id);
        foreach (var call in calls)
        {
            var weight = call.Number("weight") is { } w ? string.Create(CultureInfo.InvariantCulture, $", not named ({w})") : "";
            var name = $"{call.Text("tool_call_id")} {call.Text("tool")}{weight}";
            var effect = call.Text("effect") is { } seen and not "corroborated" ? $" [{seen.Replace('_', ' ')}: {call.Text("text")}]" : "";
            if (StoredTime.Of(call, "start") is { } start)
                Add(start, true, StoryEventKind.Call, $"{name}: {call.Text("command") ?? "no command recorded"}{effect}",
                    PlaceOfCall(incident), id);
            if (StoredTime.Of(call, "end") is { } end)
                Add(end, true, StoryEventKind.Ended, name, "", id);
        }
    }

    private static string PlaceOfCall(StoredDocument incident) =>
        incident.Parts(OwnFields.Evidence).Where(e => e.Text("role") == "call").Select(e => PlaceOf(e, "")).FirstOrDefault() ?? "";

    private void AddRecords(string id, List<StoredDocument> records)
    {
        foreach (var alert in records.Where(IsAlert))
        {
            var signature = alert.Text(EcsFields.RuleName) is { } name ? $"{alert.Text(EcsFields.ObserverType) ?? "firewall"}: {name}"
                : alert.Text(EcsFields.ObserverType) ?? "alert";
            Add(TrueStartOf(alert), true, StoryEventKind.Alert, $"{signature}; {EndsOf(alert)}, {alert.Text(EcsFields.EventAction)}",
                PlaceOf(alert, OwnFields.Record + "."), id);
        }

        // One connection as several sensors saw it is told once: by what its ends and its moment are.
        var connections = records.Where(r => !IsAlert(r))
            .GroupBy(r => r.Text(EcsFields.NetworkCommunityId) ?? r.Text(OwnFields.ConnectionId) ?? "")
            .Select(g => (First: g.MinBy(TrueStartOf)!, Records: g.ToList())).OrderBy(c => TrueStartOf(c.First)).ToList();
        foreach (var (first, all) in connections.Take(MostConnections))
            Add(TrueStartOf(first), true, StoryEventKind.Connection, TextOf(first, all),
                all.Count == 1 ? PlaceOf(first, OwnFields.Record + ".") : "", id);
        if (connections.Count <= MostConnections)
            return;
        var rest = connections.Skip(MostConnections).ToList();
        var ends = rest.Select(c => c.First.Text(EcsFields.DestinationIp)).Distinct().Count();
        Add(TrueStartOf(rest[0].First), true, StoryEventKind.Connection,
            string.Create(CultureInfo.InvariantCulture, $"{rest.Count} more connections to {ends} {(ends == 1 ? "address" : "addresses")}, "
            + $"the last at {StampOf(TrueStartOf(rest[^1].First))}"), "", id);
    }

    private static string TextOf(StoredDocument first, List<StoredDocument> records)
    {
        var actions = string.Join(" and ", records.Select(r =>
            r.Text(EcsFields.EventAction)).OfType<string>().Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal));
        var bytes = records.Max(r => r.Number(EcsFields.NetworkBytes) ?? 0);
        var logs = records.Select(r => r.Text(OwnFields.RecordFile)).Distinct().Count();
        var what = string.Create(CultureInfo.InvariantCulture, $"{EndsOf(first)}, {actions}, {bytes} bytes");
        return records.Count == 1 ? what
            : string.Create(CultureInfo.InvariantCulture, $"{what}; {records.Count} records in {logs} {(logs == 1 ? "file" : "files")}");
    }

    private void AddConsequences(StoredDocument incident, string id)
    {
        var end = StoredTime.Of(incident, EcsFields.EventEnd) ?? StoredTime.Of(incident, EcsFields.EventStart) ?? Instant.MinValue;
        var reached = incident.Values(OwnFields.ScopeInternalReached).ToList();
        if (reached.Count > 0)
            Add(end, true, StoryEventKind.Followed, string.Create(CultureInfo.InvariantCulture,
                $"{reached.Count} internal {(reached.Count == 1 ? "address" : "addresses")} answered: "
                + $"{string.Join(", ", reached.Take(5))}{(reached.Count > 5 ? ", ..." : "")}"), "", id);
        if (incident.Number(OwnFields.ScopeRefused) is > 0 and var refused)
            Add(end, true, StoryEventKind.Followed, string.Create(CultureInfo.InvariantCulture, $"{refused} refused"), "", id);
        if (incident.Number(OwnFields.ScopeBytesOut) is > 0 and var sent)
            Add(end, true, StoryEventKind.Followed, string.Create(CultureInfo.InvariantCulture, $"{sent:N0} bytes sent out in all"),
                "", id);
        if (incident.Text(OwnFields.Ongoing) == "yes")
            Add(end, true, StoryEventKind.Followed, "still seen when the log ends", "", id);
        if (incident.Number(OwnFields.CostGpuHours) is { } hours)
            Add(end, true, StoryEventKind.Followed, string.Create(CultureInfo.InvariantCulture, $"{hours} GPU hours taken"), "", id);
    }

    private void Add(Instant at, bool hasTime, StoryEventKind kind, string text, string place, string id) =>
        _events.Add(new StoryEvent(at, hasTime, kind, text, place, [id]));

    private static bool IsAlert(StoredDocument record) => record.Text(EcsFields.EventKind) == "alert";

    private static string EndsOf(StoredDocument record) =>
        $"{End(record, "source")} to {(record.Text(EcsFields.DestinationIp) is null ? record.Text(EcsFields.DestinationDomain) : End(record, "destination"))}/{record.Text(EcsFields.NetworkTransport)}";

    /// <summary>What a proxy's log leaves out.</summary>
    private const string NoPort = "0";

    private static string End(StoredDocument record, string side) =>
        record.Text(side + ".ip") is not { } address ? "unknown" : record.Text(side + ".port") is not ({ } port and not NoPort) ? address
            : address.Contains(':', StringComparison.Ordinal) ? $"[{address}]:{port}" : $"{address}:{port}";

    /// <summary>As logged, minus the clock's offset: what the join used.</summary>
    private static Instant TrueStartOf(StoredDocument record) =>
        (StoredTime.Of(record, EcsFields.EventStart) ?? Instant.MinValue) is var start && start == Instant.MinValue ? start
            : start - Duration.FromMilliseconds((double)(record.Number(OwnFields.RecordClockOffsetMs) ?? 0));

    private static string StampOf(Instant time) => NodaTime.Text.InstantPattern.General.Format(time);

    private static string PlaceOf(StoredDocument document, string prefix) =>
        document.Text(prefix + "file") is { } file ? $"{file}:{document.Text(prefix + "line")}"
        : document.Text(prefix + "origin.index") is { } index ? $"{index}/{document.Text(prefix + "origin.id")}" : "";
}
