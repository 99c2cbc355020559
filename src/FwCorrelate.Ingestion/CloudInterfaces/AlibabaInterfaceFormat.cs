// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Identity;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Timelines;

namespace FwCorrelate.Ingestion.CloudInterfaces;

/// <summary>
/// Network interfaces of Alibaba Cloud: answers of <c>aliyun ecs DescribeNetworkInterfaces</c> (Elastic Compute Service API reference).
/// </summary>
internal sealed class AlibabaInterfaceFormat : IIdentityFormat
{
    public string Name => "alibaba-network-interfaces";

    public string Title => "Alibaba Cloud network interfaces (ecs DescribeNetworkInterfaces, JSON)";

    public string? Lacks =>
        "when a secondary interface came to its instance, so that it counts as shared, and when an interface was given up";

    public bool Recognises(ReadOnlySpan<byte> head) => IdentityFormats.HasAll(head, "\"NetworkInterfaceSet\"", "\"NetworkInterfaceId\"");

    IIdentityCollector IIdentityFormat.CreateCollector() => new InterfaceCollector(["NetworkInterfaceSets", "NetworkInterfaceSet"], Read);

    private static CloudInterface? Read(JsonElement value, InputFile file)
    {
        if (JsonMembers.Text(value, "NetworkInterfaceId") is not { } id)
            return null;
        var instance = JsonMembers.Text(value, "InstanceId");
        var addresses = JsonMembers.Items(JsonMembers.Get(JsonMembers.Get(value, "PrivateIpSets"), "PrivateIpSet")).ToList();
        return new CloudInterface(
            id, JsonMembers.Text(value, "VpcId") ?? "", instance ?? JsonMembers.Text(value, "NetworkInterfaceName") ?? id,
            instance is not null ? OwnerKind.Host : OwnerKind.Service,
            InterfaceCollector.AddressesOf(addresses.Select(a => JsonMembers.Text(a, "PrivateIpAddress"))
                .Append(JsonMembers.Text(value, "PrivateIpAddress"))),
            InterfaceCollector.AddressesOf(
                addresses.Select(a => JsonMembers.Text(JsonMembers.Get(a, "AssociatedPublicIp"), "PublicIpAddress"))
                .Append(JsonMembers.Text(JsonMembers.Get(value, "AssociatedPublicIp"), "PublicIpAddress"))),
            InterfaceCollector.TimeOf(value, "CreationTime", file), IsOwnersAlone: JsonMembers.Text(value, "Type") == "Primary");
    }
}
