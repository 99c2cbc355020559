// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using FwCorrelate.Cases;
using FwCorrelate.Documents;
using FwCorrelate.Network;
using FwCorrelate.Service.Results.Stories;
using NodaTime;
using NodaTime.Text;

namespace FwCorrelate.Service.Results.Interchange;

/// <summary>
/// Where incidents went, or came from, outside of private networks, as indicators in a bundle of STIX 2.1 (OASIS), with the ATT&amp;CK
/// techniques that they indicate. Expected traffic, background and what the task asked for indicate nothing. Ids are made of content.
/// </summary>
public static class StixBundle
{
    // Names within it are ours alone; STIX keeps its own namespace for observables.
    private static readonly Guid Namespace = new("7d8c1d5e-2f0b-5d5a-9a43-2f6f0c2b7e11");
    private static readonly InstantPattern Stamp = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.fff'Z'");

    private sealed record Sighted(string Address, int? Port, string? Transport, StoredDocument Incident);

    public static JsonObject Of(IReadOnlyList<StoredDocument> incidents)
    {
        ArgumentNullException.ThrowIfNull(incidents);
        var counted = incidents.Where(i => !IncidentText.IsExpected(i) && i.Text(OwnFields.Verdict) != "background"
            && i.Text(OwnFields.Origin) != "by_task").ToList();
        var sighted = counted.SelectMany(SightedIn).GroupBy(s => (s.Address, s.Port, s.Transport))
            .OrderBy(g => g.Key.Address, StringComparer.Ordinal).ThenBy(g => g.Key.Port)
            .ThenBy(g => g.Key.Transport, StringComparer.Ordinal).ToList();
        var objects = new JsonArray();
        if (sighted.Count > 0)
        {
            var made = Stamp.Format(counted.Min(StartOf));
            var identity = Id("identity", "fwcorrelate");
            objects.Add((JsonNode)Common("identity", identity, made, null, ("name", "fwcorrelate"), ("identity_class", "system")));
            foreach (var technique in sighted.SelectMany(g => g).SelectMany(s => IncidentText.TechniquesOf(s.Incident))
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
                objects.Add((JsonNode)AttackPattern(technique, made, identity));
            foreach (var group in sighted)
                AddIndicator(objects, [.. group], identity);
        }

        var content = string.Join('\n', objects.Select(o => o!["id"]!.GetValue<string>()));
        var bundle = new JsonObject { ["type"] = "bundle", ["id"] = Id("bundle", content) };
        if (objects.Count > 0)
            bundle["objects"] = objects;
        return bundle;
    }

    private static IEnumerable<Sighted> SightedIn(StoredDocument incident)
    {
        foreach (var destination in incident.Parts(OwnFields.Destinations))
        {
            if (destination.Text("ip") is { } address && IsOutside(address))
                yield return new Sighted(address, (int?)destination.Number("port"), destination.Text("transport"), incident);
        }

        if (incident.Text(EcsFields.SourceIp) is { } source && IsOutside(source)
            && incident.Text(OwnFields.Verdict) == "external_compromise")
            yield return new Sighted(source, null, null, incident);
    }

    private static bool IsOutside(string address) =>
        HostAddress.TryParse(address, out var parsed) && !parsed.IsNone && !CaseSettings.Default.IsInternal(parsed);

    private static void AddIndicator(JsonArray objects, IReadOnlyList<Sighted> sighted, string identity)
    {
        var (first, incidents) = (sighted[0], sighted.Select(s => s.Incident).ToList());
        var pattern = PatternOf(first);
        var id = Id("indicator", pattern);
        var from = Stamp.Format(incidents.Min(StartOf));
        var families = incidents.SelectMany(i => i.Values(OwnFields.RulesFamily)).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        var names = incidents.Select(IncidentLookup.IdOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var port = first.Port is { } number ? string.Create(CultureInfo.InvariantCulture, $" port {number}") : "";
        var indicator = Common("indicator", id, from, identity, ("name", $"{first.Address}{port}"),
            ("description", $"Seen in {string.Join(", ", names.Take(10))}{(names.Count > 10 ? " and others" : "")}."),
            ("pattern", pattern), ("pattern_type", "stix"), ("valid_from", from));
        indicator["indicator_types"] = IncidentText.Array(["anomalous-activity"]);
        indicator["labels"] = IncidentText.Array(families);
        objects.Add((JsonNode)indicator);
        foreach (var technique in incidents.SelectMany(IncidentText.TechniquesOf).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal))
        {
            objects.Add((JsonNode)Common("relationship", Id("relationship", $"{id} {technique}"), from, identity,
                ("relationship_type", "indicates"), ("source_ref", id), ("target_ref", Id("attack-pattern", technique))));
        }
    }

    private static JsonObject AttackPattern(string technique, string made, string identity)
    {
        var pattern = Common("attack-pattern", Id("attack-pattern", technique), made, identity, ("name", technique));
        pattern["external_references"] = new JsonArray(
            new JsonObject { ["source_name"] = "mitre-attack", ["external_id"] = technique });
        return pattern;
    }

    private static JsonObject Common(
        string type, string id, string made, string? by, params ReadOnlySpan<(string Name, string Value)> members)
    {
        var common = new JsonObject { ["type"] = type, ["spec_version"] = "2.1", ["id"] = id, ["created"] = made, ["modified"] = made };
        if (by is not null)
            common["created_by_ref"] = by;
        foreach (var (name, value) in members)
            common[name] = value;
        return common;
    }

    private static string PatternOf(Sighted sighted)
    {
        var kind = sighted.Address.Contains(':', StringComparison.Ordinal) ? "ipv6-addr" : "ipv4-addr";
        if (sighted.Port is not { } port)
            return $"[{kind}:value = '{sighted.Address}']";
        var transport = sighted.Transport is "tcp" or "udp" or "sctp" ? $" AND network-traffic:protocols[*] = '{sighted.Transport}'" : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"[network-traffic:dst_ref.type = '{kind}' AND network-traffic:dst_ref.value = '{sighted.Address}' "
            + $"AND network-traffic:dst_port = {port}{transport}]");
    }

    private static Instant StartOf(StoredDocument incident) => StoredTime.Of(incident, EcsFields.EventStart) ?? Instant.FromUnixTimeTicks(0);

    private static string Id(string type, string name) => $"{type}--{NameUuid.Of(Namespace, Encoding.UTF8.GetBytes($"{type} {name}"))}";
}
