// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Network;
using NodaTime;
using NodaTime.HighPerformance;

namespace FwCorrelate.Sigma.Tests;

/// <summary>Flow records for tests, written as the fields that rules name.</summary>
internal static class Flows
{
    private static readonly InputFile File = new("test.log", "test", LogSettings.Plain("test"));

    /// <summary>A batch of records; other names than those of a record become the vendor's columns.</summary>
    public static FlowBatch Batch(params IReadOnlyList<IReadOnlyDictionary<string, string>> events)
    {
        var texts = events.Select(e => Encoding.UTF8.GetBytes(string.Join('\t', e.Where(p => !IsOfRecord(p.Key)).Select(p => $"{p.Key}={p.Value}")))).ToList();
        var batch = new FlowBatch(File, new KeyValueLayout { FieldNames = [.. events.SelectMany(e => e.Keys).Where(k => !IsOfRecord(k)).Distinct()] });
        batch.Reset(texts.SelectMany(t => t).ToArray());
        var start = 0;
        for (var i = 0; i < events.Count; i++)
        {
            ref var record = ref batch.Add(start, texts[i].Length);
            record = Record(events[i]);
            start += texts[i].Length;
        }

        return batch;
    }

    public static FlowBatch One(string fields) => Batch(Fields(fields));

    /// <summary>Reads <c>name=value name=value</c>.</summary>
    public static IReadOnlyDictionary<string, string> Fields(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => p[1]);

    public static Attribution Attribution(AttributionKind kind) => new() { Kind = kind, Rung = Rung.B };

    private static FlowRecord Record(IReadOnlyDictionary<string, string> fields)
    {
        var start = Instant64.FromInstant(Instant.FromUtc(2026, 1, 15, 3, 0));
        return new FlowRecord
        {
            Start = start,
            End = start,
            Source = fields.TryGetValue("src_ip", out var source) ? HostAddress.Parse(source) : default,
            Destination = fields.TryGetValue("dst_ip", out var destination) ? HostAddress.Parse(destination) : default,
            SourcePort = (ushort)Number(fields, "src_port", 0),
            DestinationPort = (ushort)Number(fields, "dst_port", 0),
            Protocol = fields.TryGetValue("protocol", out var protocol) && TransportProtocolNames.TryParse(Encoding.UTF8.GetBytes(protocol), out var known) ? known : default,
            Action = Parse<FirewallAction>(fields, "action"),
            Direction = Parse<FlowDirection>(fields, "direction"),
            Kind = Parse<RecordKind>(fields, "kind"),
            Bytes = Number(fields, "bytes", -1),
            Packets = Number(fields, "packets", -1),
            TcpFlags = (TcpFlags)Number(fields, "tcp_flags", 0),
            HasTcpFlags = fields.ContainsKey("tcp_flags"),
        };
    }

    private static bool IsOfRecord(string name) => name is "src_ip" or "dst_ip" or "src_port" or "dst_port" or "protocol" or "action" or "direction"
        or "kind" or "bytes" or "packets" or "tcp_flags" || name.StartsWith("attribution.", StringComparison.Ordinal);

    private static long Number(IReadOnlyDictionary<string, string> fields, string name, long otherwise) =>
        fields.TryGetValue(name, out var text) ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static T Parse<T>(IReadOnlyDictionary<string, string> fields, string name)
        where T : struct, Enum => fields.TryGetValue(name, out var text) ? Enum.Parse<T>(text, ignoreCase: true) : default;
}
