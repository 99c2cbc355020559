// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Identity;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Timelines;

namespace FwCorrelate.Ingestion.CloudInterfaces;

/// <summary>
/// Network interfaces of AWS: answers of <c>aws ec2 describe-network-interfaces</c> (Amazon EC2 API reference, NetworkInterface).
/// </summary>
internal sealed class AwsInterfaceFormat : IIdentityFormat
{
    public string Name => "aws-network-interfaces";

    public string Title => "AWS network interfaces (ec2 describe-network-interfaces, JSON)";

    public string? Lacks => "when an interface was detached: descriptions at several times tell who came next";

    public bool Recognises(ReadOnlySpan<byte> head) => IdentityFormats.HasAll(
        head, "\"NetworkInterfaceId\"", "\"PrivateIpAddresses\"", "\"VpcId\"") && !IdentityFormats.HasAll(head, "\"NetworkInterfaceSet\"");

    IIdentityCollector IIdentityFormat.CreateCollector() => new InterfaceCollector(["NetworkInterfaces"], Read);

    private static CloudInterface? Read(JsonElement value, InputFile file)
    {
        if (JsonMembers.Text(value, "NetworkInterfaceId") is not { } id)
            return null;
        var attachment = JsonMembers.Get(value, "Attachment");
        var instance = JsonMembers.Text(attachment, "InstanceId");
        var type = JsonMembers.Text(value, "InterfaceType");
        var isNat = type == "nat_gateway";
        var addresses = JsonMembers.Items(JsonMembers.Get(value, "PrivateIpAddresses")).ToList();
        return new CloudInterface(
            id, JsonMembers.Text(value, "VpcId") ?? "",
            JsonMembers.Get(attachment, "Status").ValueKind == JsonValueKind.String
                && JsonMembers.Text(attachment, "Status") != "attached" ? null
                : instance ?? JsonMembers.Text(value, "Description") ?? id,
            isNat ? OwnerKind.Nat : instance is not null ? OwnerKind.Host : OwnerKind.Service,
            InterfaceCollector.AddressesOf(addresses.Select(a => JsonMembers.Text(a, "PrivateIpAddress"))
                .Append(JsonMembers.Text(value, "PrivateIpAddress"))
                .Concat(JsonMembers.Items(JsonMembers.Get(value, "Ipv6Addresses")).Select(a => JsonMembers.Text(a, "Ipv6Address")))),
            InterfaceCollector.AddressesOf(addresses.Select(a => JsonMembers.Text(JsonMembers.Get(a, "Association"), "PublicIp"))),
            InterfaceCollector.TimeOf(attachment, "AttachTime", file), IsOwnersAlone: true);
    }
}
