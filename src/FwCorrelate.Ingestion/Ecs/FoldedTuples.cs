// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Azure;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Text;

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
            if (Text(source, EcsFields.EventOriginal, "event", "original") is { } original && original.StartsWith('{'))
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
        return source.TryGetProperty(first, out var outer) && outer.ValueKind == JsonValueKind.Object
            && outer.TryGetProperty(second, out var inner)
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
                var record =
                    new FlowRecord { Index = (ushort)Math.Min(ushort.MaxValue, Records.Count + Problems.Count), Kind = RecordKind.Flow };
                if (AzureTuple.TryRead(System.Text.Encoding.UTF8.GetBytes(string.Join(',', parts)), ref record))
                {
                    record.Sensor = SensorId.Of(System.Text.Encoding.UTF8.GetBytes(sensor));
                    Records.Add(record);
                }
                else
                    Problems.Add($"the tuple '{Excerpt.Of(string.Join(',', parts))}' cannot be read, expected {AzureTuple.Expectation}");
            }
        }
    }

    // The order of a VNet tuple: time, source, destination, ports, protocol, direction, state, encryption, packets and bytes there, packets
    // and bytes back.
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
}
