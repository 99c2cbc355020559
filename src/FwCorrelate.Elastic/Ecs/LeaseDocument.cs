// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Timelines;

namespace FwCorrelate.Elastic.Ecs;

/// <summary>
/// An address lease as an ECS document, for <c>fwcorrelate timeline</c>: a state that holds from <c>event.start</c> until <c>event.end</c>.
/// </summary>
public static class LeaseDocument
{
    private const int AnyPort = 65_535;
    private static readonly string[] Category = ["host"];
    private static readonly string[] Type = ["info"];

    public static EcsDocument Of(AddressLease lease)
    {
        ArgumentNullException.ThrowIfNull(lease);
        var document = new EcsDocument()
            .Set(EcsFields.Timestamp, EcsTime.FormatUnlessOpen(lease.From))
            .Set(EcsFields.EcsVersion, EcsDocument.EcsVersion)
            .Set(EcsFields.EventKind, "state")
            .Set(EcsFields.EventCategory, Category)
            .Set(EcsFields.EventType, Type)
            .Set(EcsFields.EventStart, EcsTime.FormatUnlessOpen(lease.From))
            .Set(EcsFields.EventEnd, EcsTime.FormatUnlessOpen(lease.To))
            .Set(EcsFields.HostName, lease.Host)
            .Set(EcsFields.RelatedIp, lease.Address.IsSingleAddress ? [lease.Address.Network.ToString()] : [])
            .Set(OwnFields.LeaseAddress, lease.Address.IsSingleAddress ? lease.Address.Network.ToString() : lease.Address.ToString())
            .Set(OwnFields.LeaseOwnerKind, Name(lease.OwnerKind))
            .Set(OwnFields.LeaseOwnerId, lease.OwnerId)
            .Set(OwnFields.LeaseNetwork, lease.Network)
            .Set(OwnFields.LeaseInventory, lease.IsInventory);
        if (lease.PortFrom > 0 || lease.PortTo < AnyPort)
            document.Set(OwnFields.LeasePortFrom, lease.PortFrom).Set(OwnFields.LeasePortTo, lease.PortTo);
        if (lease.OwnerKind == OwnerKind.Sandbox)
            document.Set(OwnFields.SandboxId, lease.OwnerId);
        return ToolCallDocument.AddOrigin(document, lease.Origin);
    }

    private static string Name(OwnerKind kind) => kind switch
    {
        OwnerKind.Sandbox => "sandbox",
        OwnerKind.Host => "host",
        OwnerKind.Nat => "nat",
        _ => "service",
    };
}
