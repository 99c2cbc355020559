// SPDX-License-Identifier: Apache-2.0
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
            .Set("@timestamp", EcsTime.FormatUnlessOpen(lease.From))
            .Set("ecs.version", EcsDocument.EcsVersion)
            .Set("event.kind", "state")
            .Set("event.category", Category)
            .Set("event.type", Type)
            .Set("event.start", EcsTime.FormatUnlessOpen(lease.From))
            .Set("event.end", EcsTime.FormatUnlessOpen(lease.To))
            .Set("host.name", lease.Host)
            .Set("related.ip", lease.Address.IsSingleAddress ? [lease.Address.Network.ToString()] : [])
            .Set("fwcorrelate.lease.address", lease.Address.IsSingleAddress ? lease.Address.Network.ToString() : lease.Address.ToString())
            .Set("fwcorrelate.lease.owner_kind", Name(lease.OwnerKind))
            .Set("fwcorrelate.lease.owner_id", lease.OwnerId)
            .Set("fwcorrelate.lease.network", lease.Network)
            .Set("fwcorrelate.lease.inventory", lease.IsInventory);
        if (lease.PortFrom > 0 || lease.PortTo < AnyPort)
            document.Set("fwcorrelate.lease.port_from", lease.PortFrom).Set("fwcorrelate.lease.port_to", lease.PortTo);
        if (lease.OwnerKind == OwnerKind.Sandbox)
            document.Set("fwcorrelate.sandbox.id", lease.OwnerId);
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
