// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Ingestion.Identity;

namespace FwCorrelate.Ingestion.Kubernetes;

/// <summary>
/// Pods of Kubernetes: lists (<c>kubectl get pods -A -o json</c>), watch events (<c>--watch --output-watch-events -o json</c>) and audit
/// events with their response object (Kubernetes API reference, Pod v1 core; audit.k8s.io/v1 Event).
/// </summary>
internal sealed class PodFormat : IIdentityFormat
{
    public string Name => "kubernetes-pods";

    public string Title => "Kubernetes pods: lists, watch and audit events (JSON)";

    public string? Lacks => "when an address was free again, in lists alone: a pod's lease then ends with the next holder's start; watch "
        + "or audit events tell it";

    public bool Recognises(ReadOnlySpan<byte> head) =>
        (IdentityFormats.HasAll(head, "\"metadata\"", "\"spec\"", "\"status\"")
            && (IdentityFormats.HasAll(head, "\"podIP\"") || IdentityFormats.HasAll(head, "\"hostIP\"", "\"nodeName\"")))
        || IdentityFormats.HasAll(head, "\"audit.k8s.io/", "\"objectRef\"", "\"pods\"");

    IIdentityCollector IIdentityFormat.CreateCollector() => new PodCollector();
}
