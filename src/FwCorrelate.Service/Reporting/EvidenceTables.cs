// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Flows;
using FwCorrelate.Incidents;
using FwCorrelate.Network;

namespace FwCorrelate.Service.Reporting;

/// <summary>The connections of an incident, and the records that prove it.</summary>
internal sealed class EvidenceTables(HtmlWriter html, ReportTimes times)
{
    private const int ShortHash = 12;

    public void Write(Incident incident)
    {
        if (incident.Records.Count > 0)
            WriteConnections(incident);
        if (incident.Evidence.Count > 0)
            WriteEvidence(incident);
    }

    /// <summary>The beginning of a hash, with the whole of it for those who point at it or copy the page.</summary>
    public static void WriteHash(HtmlWriter html, string sha256) =>
        html.Open("code", "hash", ("title", sha256)).Text(sha256.Length > ShortHash ? sha256[..ShortHash] + "…" : sha256).Close("code");

    private void WriteConnections(Incident incident)
    {
        var connections = incident.Records.GroupBy(r => r.Connection.Id, StringComparer.Ordinal)
            .OrderBy(c => c.First().Connection.Start).ThenBy(c => c.Key, StringComparer.Ordinal).ToList();
        html.TableHead("Connections", "Opened", "From", "To", "Lasted", "#Records", "#Bytes", "Action", "Start", "Opened by");
        foreach (var records in connections.Take(ReportLimits.ConnectionRows))
            WriteConnection([.. records]);
        html.TableEnd()
            .More(Math.Max(incident.ConnectionCount, connections.Count) - ReportLimits.ConnectionRows, "connections", "attributions.jsonl");
    }

    private void WriteConnection(List<AttributedRecord> records)
    {
        var connection = records[0].Connection;
        var record = records[0].Record.Record;
        var actions = records.Select(r => r.Record.Record.Action.Name()).Where(a => a.Length > 0).Distinct().Order(StringComparer.Ordinal);
        var bytes = records.Select(r => r.Record.Record.Bytes).Where(b => b >= 0).ToList();
        html.Open("tr").Open("td");
        times.Write(html, connection.Start);
        html.Close("td").Element("td", Endpoint(record.Source, record.SourcePort, record.Protocol), "mono")
            .Element("td", $"{Endpoint(record.Destination, record.DestinationPort, record.Protocol)}/{record.Protocol.Name()}", "mono")
            .Element("td", ReportTimes.Length(connection.End - connection.Start))
            .Open("td", "number").Text(connection.Records).Close("td")
            .Element("td", bytes.Count > 0 ? ReportWords.Bytes(Flows.Counters.Total(bytes)) : "not counted", "number")
            .Element("td", string.Join(", ", actions))
            .Element("td", ReportWords.Start(connection.StartBasis) + (connection.FirstContact ? ", first contact" : ""))
            .Element("td", ReportWords.Initiator(connection.Initiator)).Close("tr");
    }

    private static string Endpoint(HostAddress address, int port, TransportProtocol protocol) =>
        !CommunityId.HasPorts(protocol) ? address.ToString()
        : address.IsIPv4 ? FormattableString.Invariant($"{address}:{port}")
        : FormattableString.Invariant($"[{address}]:{port}");

    // The one call and the one lease must not be cut off behind a hundred flows.
    private static int Rank(string role) => role switch
    {
        "call" => 0,
        "lease" => 1,
        "alert" => 2,
        _ => 3,
    };

    private void WriteEvidence(Incident incident)
    {
        html.TableHead("Evidence", "Role", "File and line", "#Offset", "SHA-256 of the record");
        foreach (var evidence in incident.Evidence.OrderBy(e => Rank(e.Role)).Take(ReportLimits.EvidenceRows))
        {
            var origin = evidence.Origin;
            html.Open("tr").Element("td", evidence.Role)
                .ForeignElement("td", FormattableString.Invariant($"{origin.File}:{origin.Line}"), "mono")
                .Open("td", "number").Text(origin.Offset).Close("td").Open("td");
            WriteHash(html, origin.Sha256);
            html.Close("td").Close("tr");
        }

        html.TableEnd().More(incident.Evidence.Count - ReportLimits.EvidenceRows, "records", "incidents.jsonl");
    }
}
