// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Text;
using FwCorrelate.Network;
using NodaTime.HighPerformance;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>
/// Documents of Elastic's Azure packages, which fold all tuples of a log record into one document: <c>source.ip</c> and the rest are lists
/// without repetition, so which belongs to which is lost there. The tuples are read from where they are still whole: the vendor's record
/// in <c>event.original</c> (Microsoft, "NSG flow logs", "VNet flow logs"), else the package's own list of them.
/// </summary>
internal static class FoldedTuples
{
    public static bool MayHold(ReadOnlySpan<byte> line) => line.IndexOf("azure_network_watcher_"u8) >= 0;

    /// <summary>Null where the document holds no tuples: it is then read as one record.</summary>
    public static UnfoldedLine? Read(ReadOnlySpan<byte> line)
    {
        try
        {
            using var document = LenientJson.ParseLimited(line.ToArray());
            var source = EcsIdentity.SourceOf(document.RootElement);
            var unfolding = new Unfolding();
            if (Text(source, "event.original", "event", "original") is { } original && original.StartsWith('{'))
            {
                using var record = LenientJson.ParseLimited(System.Text.Encoding.UTF8.GetBytes(original));
                unfolding.Walk(record.RootElement, "");
            }

            if (unfolding.IsEmpty)
                unfolding.Walk(source, "");
            return unfolding.IsEmpty ? null : new UnfoldedLine(unfolding.Records, unfolding.Problems);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement source, string dotted, string first, string second)
    {
        if (source.TryGetProperty(dotted, out var flat))
            return flat.GetString();
        return source.TryGetProperty(first, out var outer) && outer.ValueKind == JsonValueKind.Object && outer.TryGetProperty(second, out var inner)
            ? inner.GetString()
            : null;
    }

    private sealed class Unfolding
    {
        public List<FlowRecord> Records { get; } = [];

        public List<string> Problems { get; } = [];

        public bool IsEmpty => Records.Count == 0 && Problems.Count == 0;

        /// <param name="sensor">The network card that the tuples below were seen at, as far as it is known.</param>
        public void Walk(JsonElement element, string sensor)
        {
            if (element.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in element.EnumerateArray())
                    Walk(item, sensor);
            }

            if (element.ValueKind != JsonValueKind.Object)
                return;
            foreach (var name in (ReadOnlySpan<string>)["macAddress", "mac", "mac_address"])
                sensor = element.TryGetProperty(name, out var card) && card.ValueKind == JsonValueKind.String ? card.GetString()! : sensor;
            foreach (var member in element.EnumerateObject())
            {
                if (member.Value.ValueKind == JsonValueKind.Array && member.Name is "flowTuples" or "tuples")
                    Take(member.Value, sensor);
                else
                    Walk(member.Value, sensor);
            }
        }

        private void Take(JsonElement tuples, string sensor)
        {
            foreach (var tuple in tuples.EnumerateArray())
            {
                var parts = tuple.ValueKind == JsonValueKind.String ? tuple.GetString()!.Split(',') : Parts(tuple);
                var record = new FlowRecord { Index = (ushort)Math.Min(ushort.MaxValue, Records.Count + Problems.Count), Kind = RecordKind.Flow };
                if (TryRead(parts, ref record))
                {
                    record.Sensor = SensorId.Of(System.Text.Encoding.UTF8.GetBytes(sensor));
                    Records.Add(record);
                }
                else
                    Problems.Add($"the tuple '{Excerpt.Of(string.Join(',', parts))}' cannot be read, expected time, addresses, ports, protocol, direction and state");
            }
        }
    }

    // The order of a VNet tuple: time, source, destination, ports, protocol, direction, state, encryption, packets and bytes there, packets and bytes back.
    private static string[] Parts(JsonElement tuple)
    {
        return
        [
            Of("timestamp"), Of("source", "ip"), Of("destination", "ip"), Of("source", "port"), Of("destination", "port"), Of("protocol"),
            Of("flow", "direction"), Of("flow", "state"), Of("flow", "encryption"),
            Of("packets", "sent"), Of("bytes", "sent"), Of("packets", "received"), Of("bytes", "received"),
        ];

        string Of(params ReadOnlySpan<string> path)
        {
            var element = tuple;
            foreach (var name in path)
            {
                if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                    return "";
            }

            return element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();
        }
    }

    private static bool TryRead(string[] parts, ref FlowRecord record)
    {
        if (parts.Length < 8 || !TryReadTime(parts[0], out var time)
            || !HostAddress.TryParse(parts[1], out var source) || !HostAddress.TryParse(parts[2], out var destination)
            || !ushort.TryParse(parts[3], CultureInfo.InvariantCulture, out var sourcePort) || !ushort.TryParse(parts[4], CultureInfo.InvariantCulture, out var destinationPort))
            return false;
        (record.Start, record.End, record.Source, record.Destination) = (time, time, source, destination);
        (record.SourcePort, record.DestinationPort) = (sourcePort, destinationPort);
        record.Protocol = parts[5] switch
        {
            "T" => TransportProtocol.Tcp,
            "U" => TransportProtocol.Udp,
            var number => byte.TryParse(number, CultureInfo.InvariantCulture, out var known) ? (TransportProtocol)known : TransportProtocol.None,
        };
        record.Direction = parts[6].StartsWith('O') ? FlowDirection.Outbound : parts[6].StartsWith('I') ? FlowDirection.Inbound : FlowDirection.Unknown;

        // An NSG's tuple has a decision before the state, which a VNet's state D means.
        var isDenied = parts[7].StartsWith('D');
        record.Action = isDenied ? FirewallAction.Deny : FirewallAction.Allow;
        record.SourceIsInitiator = true;
        var isMeasured = !isDenied && !parts[7].StartsWith('B') && !(parts[7] == "A" && parts.Length > 8 && parts[8] == "B");
        record.Packets = isMeasured ? Sum(parts, 9, 11) : -1;
        record.Bytes = isMeasured ? Sum(parts, 10, 12) : -1;
        record.BytesReceived = isMeasured && TryRead(parts, 12, out var received) ? received : isMeasured ? 0 : -1;

        // A flow is told when it begins, while it goes on, and when it ends, each time with what was added since.
        var state = parts[7] is "A" && parts.Length > 8 ? parts[8] : parts[7];
        record.IsInterim = state is "C" or "E" && isMeasured;
        return true;
    }

    // Seconds in an NSG's tuple, milliseconds in a VNet's.
    private static bool TryReadTime(string text, out Instant64 time)
    {
        var stamp = System.Text.Encoding.UTF8.GetBytes(text);
        return UnixTime.TryParseSeconds(stamp, out time) || EcsStamp.TryParse(stamp, out time);
    }

    private static long Sum(string[] parts, int sent, int received)
    {
        var isSent = TryRead(parts, sent, out var there);
        var isReceived = TryRead(parts, received, out var back);
        return isSent || isReceived ? Counters.Add(there, back) : -1;
    }

    private static bool TryRead(string[] parts, int at, out long count)
    {
        count = 0;
        return at < parts.Length && long.TryParse(parts[at], NumberStyles.None, CultureInfo.InvariantCulture, out count);
    }
}
