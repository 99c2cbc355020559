// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Text;
using FwCorrelate.Network;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>Address leases out of documents that <c>fwcorrelate timeline --format jsonl</c> writes.</summary>
internal static class LeaseDocuments
{
    private const string AddressField = OwnFields.LeaseAddress;

    public static bool IsLease(DocumentText document) => document.Has(AddressField);

    /// <summary>The lease; null where a field breaks it.</summary>
    /// <param name="reason">Why it is null.</param>
    public static AddressLease? Read(DocumentText document, RecordOrigin origin, out string reason)
    {
        reason = "";
        var owner = document[OwnFields.LeaseOwnerId] ?? "";
        if (!AddressPrefix.TryParse(document[AddressField] ?? "", out var address))
            reason = $"{AddressField} is '{Excerpt.Of(document[AddressField] ?? "")}', expected an address or a CIDR block such as "
                + "10.8.0.0/16";
        else if (KindOf(document[OwnFields.LeaseOwnerKind]) is null || owner.Length == 0)
            reason = $"fwcorrelate.lease.owner_kind is '{Excerpt.Of(document[OwnFields.LeaseOwnerKind] ?? "")}', expected sandbox, host, "
                + "nat or service and an owner_id";
        else if (IsBroken(document, EcsFields.EventStart) || IsBroken(document, EcsFields.EventEnd))
            reason = "event.start or event.end of the lease is no time with an offset, expected one such as 2026-01-15T04:00:00Z, or "
                + "nothing";
        if (reason.Length > 0)
            return null;
        return new AddressLease(
            address, KindOf(document[OwnFields.LeaseOwnerKind])!.Value, owner, document[EcsFields.HostName] ?? "",
            document[OwnFields.LeaseNetwork] ?? "",
            document.Time(EcsFields.EventStart) ?? Instant.MinValue, document.Time(EcsFields.EventEnd) ?? Instant.MaxValue,
            document.Number(OwnFields.LeasePortFrom) ?? 0, document.Number(OwnFields.LeasePortTo) ?? ushort.MaxValue,
            document[OwnFields.LeaseInventory] == "true", origin);
    }

    private static bool IsBroken(DocumentText document, string field) => document.Has(field) && document.Time(field) is null;

    private static OwnerKind? KindOf(string? name) => name switch
    {
        "sandbox" => OwnerKind.Sandbox,
        "host" => OwnerKind.Host,
        "nat" => OwnerKind.Nat,
        "service" => OwnerKind.Service,
        _ => null,
    };
}
