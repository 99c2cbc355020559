// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Identity;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Otlp;
using FwCorrelate.Network;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.Kubernetes;

/// <summary>
/// Puts together what lists and events tell of each pod. A pod's address is its own while it lives; one of the host's network has the
/// node's, which all on the node share.
/// </summary>
internal sealed class PodCollector : IdentityCollector
{
    private readonly SortedDictionary<string, Pod> _pods = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Node> _nodes = new(StringComparer.Ordinal);

    public override IEnumerable<HeldAddress> Finish()
    {
        foreach (var pod in _pods.Values.Where(p => p.Start is not null))
        {
            foreach (var address in pod.Addresses)
                yield return new HeldAddress(address, "", [.. pod.Names, .. pod.Containers, .. pod.Labels], OwnerKind.Sandbox, pod.Node,
                    pod.Start!.Value, pod.End, !pod.IsOfHost, pod.Origin!);
        }

        foreach (var (name, node) in _nodes)
        {
            foreach (var address in node.Addresses)
                yield return new HeldAddress(address, "", [name], OwnerKind.Host, name, node.From, null, false, node.Origin);
        }
    }

    protected override string? Take(JsonElement value, RecordOrigin origin, InputFile file, Tally tally)
    {
        if (value.ValueKind == JsonValueKind.Array)
            return TakeAll(value, origin, file, tally);
        if (JsonMembers.Get(value, "items").ValueKind == JsonValueKind.Array)
            return TakeAll(JsonMembers.Get(value, "items"), origin, file, tally);
        if (JsonMembers.Text(value, "apiVersion")?.StartsWith("audit.k8s.io/", StringComparison.Ordinal) == true)
            return TakeAudit(value, origin, file, tally);
        if (JsonMembers.Get(value, "object").ValueKind == JsonValueKind.Object)
            return TakePod(JsonMembers.Get(value, "object"), JsonMembers.Text(value, "type") == "DELETED", origin, file, tally);
        return TakePod(value, isDeleted: false, origin, file, tally);
    }

    private string? TakeAll(JsonElement items, RecordOrigin origin, InputFile file, Tally tally)
    {
        string? problem = null;
        var index = 0;
        foreach (var item in JsonMembers.Items(items))
            problem ??= TakePod(item, isDeleted: false, origin with { Index = index++ }, file, tally);
        return problem;
    }

    // Requests about other things, and answers without the object, tell nothing of addresses.
    private string? TakeAudit(JsonElement value, RecordOrigin origin, InputFile file, Tally tally)
    {
        var answer = JsonMembers.Get(value, "responseObject");
        if (JsonMembers.Text(JsonMembers.Get(value, "objectRef"), "resource") != "pods"
            || JsonMembers.Get(answer, "status").ValueKind != JsonValueKind.Object)
        {
            tally.Ignored++;
            return null;
        }

        return TakePod(answer, JsonMembers.Text(value, "verb") == "delete", origin, file, tally);
    }

    private string? TakePod(JsonElement value, bool isDeleted, RecordOrigin origin, InputFile file, Tally tally)
    {
        var (metadata, status) = (JsonMembers.Get(value, "metadata"), JsonMembers.Get(value, "status"));
        if (JsonMembers.Text(value, "kind") is { } and not "Pod")
        {
            tally.Ignored++;
            return null;
        }

        if (JsonMembers.Text(metadata, "name") is not { } name || status.ValueKind != JsonValueKind.Object)
            return "is no pod, expected an object with metadata.name and status";
        var uid = JsonMembers.Text(metadata, "uid") ?? $"{JsonMembers.Text(metadata, "namespace")}/{name}";
        if (!_pods.TryGetValue(uid, out var pod))
            _pods.Add(uid, pod = new Pod());
        pod.Origin = pod.Origin is { } first && string.CompareOrdinal(first.Sha256, origin.Sha256) <= 0 ? first : origin;
        var spec = JsonMembers.Get(value, "spec");
        pod.IsOfHost |= JsonMembers.Get(spec, "hostNetwork").ValueKind == JsonValueKind.True;
        pod.Node = JsonMembers.Text(spec, "nodeName") ?? pod.Node;
        AddNames(pod.Names, name, uid);
        AddNames(pod.Containers, ContainersOf(status));
        pod.Containers.Sort(StringComparer.Ordinal);
        AddLabels(pod, metadata);
        AddAddresses(pod, status);
        AddTimes(pod, metadata, status, isDeleted, file);
        NoteNode(pod, status, origin, file);
        if (pod.Start is { } start)
            tally.Count(start, pod.End ?? start);
        else
            tally.Count();
        return null;
    }

    private static IEnumerable<string?> ContainersOf(JsonElement status) => JsonMembers.Items(JsonMembers.Get(status, "containerStatuses"))
        .Select(c => JsonMembers.Text(c, "containerID")).Select(id => id?[(id.LastIndexOf('/') + 1)..]);

    // A label may carry the id of a sample or an episode, which traces know.
    private static void AddLabels(Pod pod, JsonElement metadata)
    {
        foreach (var of in new[] { "labels", "annotations" })
        {
            if (JsonMembers.Get(metadata, of) is { ValueKind: JsonValueKind.Object } labels)
                AddNames(pod.Labels, labels.EnumerateObject().Select(l => JsonMembers.TextOf(l.Value)));
        }

        pod.Labels.Sort(StringComparer.Ordinal);
    }

    private static void AddAddresses(Pod pod, JsonElement status)
    {
        foreach (var text in JsonMembers.Items(JsonMembers.Get(status, "podIPs")).Select(p => JsonMembers.Text(p, "ip"))
            .Append(JsonMembers.Text(status, "podIP")))
        {
            if (TryReadAddress(text, out var address))
                pod.Addresses.Add(address);
        }
    }

    // An address is free once the pod's containers have ended and the pod is gone, whichever comes later.
    private static void AddTimes(Pod pod, JsonElement metadata, JsonElement status, bool isDeleted, InputFile file)
    {
        pod.Start = Earlier(pod.Start, Time(status, "startTime", file));
        Instant? finished = null;
        var isOver = JsonMembers.Text(status, "phase") is "Succeeded" or "Failed";
        foreach (var container in JsonMembers.Items(JsonMembers.Get(status, "containerStatuses")))
            finished = Later(finished, Time(JsonMembers.Get(JsonMembers.Get(container, "state"), "terminated"), "finishedAt", file));
        if (isOver || isDeleted)
            pod.End = Later(pod.End, Later(finished, isDeleted ? Time(metadata, "deletionTimestamp", file) : null));
    }

    private void NoteNode(Pod pod, JsonElement status, RecordOrigin origin, InputFile file)
    {
        if (pod.Node.Length == 0 || !TryReadAddress(JsonMembers.Text(status, "hostIP"), out var address)
            || Time(status, "startTime", file) is not { } start)
            return;
        if (!_nodes.TryGetValue(pod.Node, out var node))
            _nodes.Add(pod.Node, node = new Node(start, origin));
        node.From = Instant.Min(node.From, start);
        node.Origin = string.CompareOrdinal(node.Origin.Sha256, origin.Sha256) <= 0 ? node.Origin : origin;
        node.Addresses.Add(address);
    }

    private sealed class Pod
    {
        public List<string> Names { get; } = [];

        public List<string> Containers { get; } = [];

        public List<string> Labels { get; } = [];

        public SortedSet<HostAddress> Addresses { get; } = [];

        public string Node { get; set; } = "";

        public bool IsOfHost { get; set; }

        public Instant? Start { get; set; }

        public Instant? End { get; set; }

        public RecordOrigin? Origin { get; set; }
    }

    private sealed class Node(Instant from, RecordOrigin origin)
    {
        public SortedSet<HostAddress> Addresses { get; } = [];

        public Instant From { get; set; } = from;

        public RecordOrigin Origin { get; set; } = origin;
    }
}
