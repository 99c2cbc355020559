// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Cli.Output;
using FwCorrelate.Documents;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Service.Results;
using FwCorrelate.Service.Results.Filters;
using FwCorrelate.Service.Results.Stories;

namespace FwCorrelate.Cli.Mcp;

/// <summary>Answers of the tools, out of the result's own files.</summary>
internal sealed class ResultAnswers(ResultFolder folder)
{
    private const int MostListed = 500;

    public JsonNode List(ToolArguments asked)
    {
        var filter = asked.Text("where") is { } text ? FieldFilter.Parse(text) : FieldFilter.All;
        var (limit, offset) = (asked.Number("limit", 1, MostListed, 50), asked.Number("offset", 0, int.MaxValue, 0));
        var found = StoredIncidents.WorstFirst(folder.Incidents(IncidentQuery.Of(filter.Matches, filter.Fields)));
        return new JsonObject
        {
            ["matching"] = found.Count,
            ["offset"] = offset,
            ["incidents"] = new JsonArray([.. found.Skip(offset).Take(limit).Select(Summary)]),
        };
    }

    public JsonNode Show(ToolArguments asked)
    {
        var story = new StoryBuilder(folder).Of(asked.Required("id"));
        return new JsonObject
        {
            ["subject"] = story.Subject,
            ["incidents"] = new JsonArray([.. story.Incidents.Select(Summary)]),
            ["events"] = new JsonArray([.. story.Events.Select(e => new JsonObject
            {
                ["time"] = EcsTime.Format(e.At),
                ["time_is_own"] = e.HasTime,
                ["event"] = e.Kind.ToString().ToLowerInvariant(),
                ["text"] = e.Text,
                ["place"] = e.Place,
            })]),
            ["elsewhere"] = new JsonArray([.. story.Elsewhere.Select(i => (JsonNode)IncidentLookup.IdOf(i))]),
        };
    }

    public JsonNode Why(ToolArguments asked)
    {
        var incident = IncidentLookup.Find(folder, asked.Required("id"));
        var answer = (JsonObject)Summary(incident);
        var own = JsonNode.Parse(incident.Line)!["fwcorrelate"] as JsonObject ?? [];
        foreach (var name in new[] { "attribution", "verdict_reasons", "origin", "origin_reason", "calls", "why", "would_decide" })
        {
            if (own[name] is { } value)
                answer[name] = value.DeepClone();
        }

        return answer;
    }

    public JsonNode Evidence(ToolArguments asked)
    {
        var incident = IncidentLookup.Find(folder, asked.Required("id"));
        var limit = asked.Number("limit", 1, MostListed, 100);
        var evidence = JsonNode.Parse(incident.Line)!["fwcorrelate"]?["evidence"] as JsonArray ?? [];
        var hashes = incident.Values(OwnFields.EvidenceSha256).Take(limit).ToHashSet(StringComparer.Ordinal);
        var places = incident.Parts(OwnFields.Evidence).Take(limit).Select(PlaceOf).ToHashSet();
        return new JsonObject
        {
            ["id"] = IncidentLookup.IdOf(incident),
            ["case"] = folder.CasePath,
            ["records"] = evidence.Count,
            ["evidence"] = new JsonArray([.. evidence.Take(limit).Select(e => e!.DeepClone())]),
            ["matched"] = new JsonArray([.. folder.Attributions(l => hashes.Any(h => l.Contains(h, StringComparison.Ordinal)))
                .Where(a => a.Parts(OwnFields.Record).Any(r => places.Contains(PlaceOf(r)))).Take(limit)
                .Select(a => JsonNode.Parse(a.Line)!)]),
        };
    }

    private static (string?, string?, string?) PlaceOf(StoredDocument record) =>
        (record.Text("file"), record.Text("line"), record.Text("index"));

    private static JsonNode Summary(StoredDocument incident)
    {
        var summary = new JsonObject
        {
            ["id"] = IncidentLookup.IdOf(incident),
            ["level"] = StoredIncidents.LevelOf(incident),
            ["rule"] = incident.Text(EcsFields.RuleName),
            ["target"] = incident.Text(OwnFields.Target),
            ["verdict"] = incident.Text(OwnFields.Verdict),
            ["cause"] = StoredIncidents.CauseOf(incident),
            ["first_seen"] = incident.Text(EcsFields.EventStart),
            ["last_seen"] = incident.Text(EcsFields.EventEnd),
            ["expected"] = incident.Text(OwnFields.SuppressedBy) is not null,
        };
        foreach (var (name, field) in new[]
        {
            ("run", OwnFields.RunId), ("episode", OwnFields.EpisodeId), ("sandbox", OwnFields.SandboxId),
            ("command", OwnFields.Command), ("confidence", OwnFields.AttributionConfidence), ("behaviour", OwnFields.BehaviourId),
        })
        {
            if (incident.Text(field) is { } text)
                summary[name] = text;
        }

        return summary;
    }
}
