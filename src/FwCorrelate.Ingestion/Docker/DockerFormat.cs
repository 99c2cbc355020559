// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Ingestion.Identity;

namespace FwCorrelate.Ingestion.Docker;

/// <summary>
/// Containers of Docker: <c>docker inspect</c> tells addresses, <c>docker events --format '{{json .}}'</c> when containers ran (Docker
/// Engine API, ContainerInspect and SystemEvents).
/// </summary>
internal sealed class DockerFormat : IIdentityFormat
{
    public string Name => "docker";

    public string Title => "Docker: events and inspect output (JSON)";

    public string? Lacks => "the host, and so who is behind its address: hosts give the same inner addresses, which count as shared; a "
        + "lease table of the host's address and its conntrack log tell";

    public bool Recognises(ReadOnlySpan<byte> head) =>
        IdentityFormats.HasAll(head, "\"NetworkSettings\"", "\"HostConfig\"")
            || IdentityFormats.HasAll(head, "\"Actor\"", "\"Action\"", "\"Type\"", "\"scope\"");

    IIdentityCollector IIdentityFormat.CreateCollector() => new DockerCollector();
}
