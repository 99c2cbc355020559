// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Identity;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Otlp;
using FwCorrelate.Network;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.Docker;

/// <summary>
/// Puts events and inspect output of each container together: events tell no address, and an inspect no end while the container runs.
/// </summary>
internal sealed class DockerCollector : IdentityCollector
{
    private readonly SortedDictionary<string, Container> _containers = new(StringComparer.Ordinal);

    public override IEnumerable<HeldAddress> Finish()
    {
        foreach (var container in _containers.Values)
        {
            // A container that starts again may get another address: an inspect tells of the start that it saw.
            if (container is not { Start: { } start, Origin: { } origin })
                continue;
            var end = container.Ends.Where(e => e >= start).Select(e => (Instant?)e).Min() ?? container.End;
            foreach (var address in container.Addresses)
                yield return new HeldAddress(
                    address, "", [.. container.Names, .. container.Labels], OwnerKind.Sandbox, "", start, end, IsAlone: false, origin);
        }
    }

    protected override string? Take(JsonElement value, RecordOrigin origin, InputFile file, Tally tally)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            string? problem = null;
            var index = 0;
            foreach (var item in JsonMembers.Items(value))
                problem ??= Take(item, origin with { Index = index++ }, file, tally);
            return problem;
        }

        return JsonMembers.Get(value, "Actor").ValueKind == JsonValueKind.Object ? TakeEvent(value, file, tally)
            : TakeInspect(value, origin, file, tally);
    }

    private string? TakeEvent(JsonElement value, InputFile file, Tally tally)
    {
        var actor = JsonMembers.Get(value, "Actor");
        if (JsonMembers.Text(value, "Type") != "container" || JsonMembers.Text(actor, "ID") is not { } id)
        {
            tally.Ignored++;
            return null;
        }

        if ((Time(value, "timeNano", file) ?? Time(value, "time", file)) is not { } time)
            return $"has no usable time, expected {SpanTimes.Expectation}";
        tally.Count(time, time);
        if (JsonMembers.Text(value, "Action") is "die" or "destroy")
            Of(id).Ends.Add(time);
        return null;
    }

    private string? TakeInspect(JsonElement value, RecordOrigin origin, InputFile file, Tally tally)
    {
        if (JsonMembers.Text(value, "Id") is not { } id || JsonMembers.Get(value, "State").ValueKind != JsonValueKind.Object)
            return "is no container, expected an object of docker inspect with Id and State, or an event with Actor";
        var state = JsonMembers.Get(value, "State");
        if (Time(state, "StartedAt", file) is not { } start)
        {
            // Made and never started: it held no address.
            tally.Ignored++;
            return null;
        }

        var container = Of(id);
        tally.Count(start, start);
        AddNames(container.Names, JsonMembers.Text(value, "Name")?.TrimStart('/'),
            JsonMembers.Text(JsonMembers.Get(value, "Config"), "Hostname"));
        if (JsonMembers.Get(JsonMembers.Get(value, "Config"), "Labels") is { ValueKind: JsonValueKind.Object } labels)
            AddNames(container.Labels, labels.EnumerateObject().Select(l => JsonMembers.TextOf(l.Value)));
        container.Labels.Sort(StringComparer.Ordinal);
        if (container.Start > start)
            return null;
        if (container.Start is null || container.Start < start)
        {
            container.Addresses.Clear();
            (container.Start, container.End, container.Origin) = (start, null, null);
        }

        container.Origin = container.Origin is { } first && string.CompareOrdinal(first.Sha256, origin.Sha256) <= 0 ? first : origin;
        if (JsonMembers.Get(state, "Running").ValueKind == JsonValueKind.False && Time(state, "FinishedAt", file) is { } end
            && end >= start)
            container.End = Later(container.End, end);
        AddAddresses(container, JsonMembers.Get(JsonMembers.Get(value, "NetworkSettings"), "Networks"));
        return null;
    }

    private static void AddAddresses(Container container, JsonElement networks)
    {
        if (networks.ValueKind != JsonValueKind.Object)
            return;
        foreach (var network in networks.EnumerateObject())
        {
            foreach (var name in new[] { "IPAddress", "GlobalIPv6Address" })
            {
                if (TryReadAddress(JsonMembers.Text(network.Value, name), out var address))
                    container.Addresses.Add(address);
            }
        }
    }

    private Container Of(string id)
    {
        if (!_containers.TryGetValue(id, out var container))
        {
            _containers.Add(id, container = new Container());
            AddNames(container.Names, id);
        }

        return container;
    }

    private sealed class Container
    {
        public List<string> Names { get; } = [];

        public List<string> Labels { get; } = [];

        public SortedSet<HostAddress> Addresses { get; } = [];

        public List<Instant> Ends { get; } = [];

        public Instant? Start { get; set; }

        public Instant? End { get; set; }

        public RecordOrigin? Origin { get; set; }
    }
}
