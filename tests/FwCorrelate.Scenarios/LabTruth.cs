// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using FwCorrelate.Flows;
using FwCorrelate.Incidents;

namespace FwCorrelate.Scenarios;

/// <summary>One record of the lab's truth.</summary>
/// <param name="Kind"><c>call</c>, <c>background</c> or <c>inbound</c>.</param>
/// <param name="Cause">Call id, or the name of what is no call.</param>
/// <param name="TraceSource"><c>otlp</c> or <c>inspect</c>: which trace the call is in.</param>
internal sealed record LabRecord(string Key, string Kind, string Cause, string? Sandbox, string? TraceSource);

/// <summary>What really happened in the lab: which call opened each connection.</summary>
internal sealed class LabTruth
{
    private readonly Dictionary<string, LabRecord> _records = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _sandboxOfCall = new(StringComparer.Ordinal);

    public LabTruth(string truthFile, string callsFile)
    {
        foreach (var line in File.ReadLines(callsFile))
        {
            using var call = JsonDocument.Parse(line);
            _sandboxOfCall[call.RootElement.GetProperty("call").GetString()!] = call.RootElement.GetProperty("sandbox").GetString()!;
        }

        foreach (var line in File.ReadLines(truthFile))
        {
            using var document = JsonDocument.Parse(line);
            var record = Read(document.RootElement);
            _records[record.Key] = record;
        }
    }

    public LabRecord? Of(AttributedRecord attributed)
    {
        ref readonly var record = ref attributed.Record.Record;
        return _records.GetValueOrDefault(KeyOf(
            record.Source.ToString(), record.SourcePort, record.Destination.ToString(), record.DestinationPort,
            record.Start.ToUnixTimeSeconds(), record.End.ToUnixTimeSeconds(), record.Action.IsAllowed()));
    }

    /// <summary>
    /// Whether the truth names a call of another sandbox than the record's: user ids were given twice, so it says nothing.
    /// </summary>
    public bool ContradictsItself(LabRecord record) =>
        record.Kind == "call" && _sandboxOfCall.TryGetValue(record.Cause, out var sandbox) && sandbox != record.Sandbox;

    private static LabRecord Read(JsonElement row) => new(
        KeyOf(
            row.GetProperty("src").GetString()!, row.GetProperty("sport").GetInt32(), row.GetProperty("dst").GetString()!, row.GetProperty("dport").GetInt32(),
            row.GetProperty("start").GetInt64(), row.GetProperty("end").GetInt64(), row.GetProperty("action").GetString() == "ACCEPT"),
        row.GetProperty("kind").GetString()!,
        row.GetProperty("cause").GetString()!,
        Optional(row, "sandbox"),
        Optional(row, "source"));

    private static string? Optional(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string KeyOf(string source, int sourcePort, string destination, int destinationPort, long start, long end, bool allowed) =>
        string.Create(CultureInfo.InvariantCulture, $"{source}:{sourcePort}>{destination}:{destinationPort} {start}-{end} {allowed}");
}
