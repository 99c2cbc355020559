// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Network;

namespace FwCorrelate.Service.Passes;

/// <summary>What the second pass looks for.</summary>
/// <param name="Endpoints">Services that matched records went to: all their connections tell of each other.</param>
/// <param name="Addresses">Internal ends of matched records: sessions from outside into them may be the cause.</param>
internal sealed record Gathering(IReadOnlySet<Endpoint> Endpoints, IReadOnlySet<HostAddress> Addresses)
{
    public static Gathering For(MatchedFlows matched, CaseSettings settings)
    {
        var endpoints = new HashSet<Endpoint>();
        var addresses = new HashSet<HostAddress>();
        for (var i = 0; i < matched.Count; i++)
        {
            var record = matched[i].Record;

            // Where nothing tells which end is the service, both may be.
            var initiator = Endpoint.InitiatorOf(record);
            if (initiator != Initiator.Destination)
                endpoints.Add(Endpoint.DestinationOf(record));
            if (initiator != Initiator.Source)
                endpoints.Add(Endpoint.SourceOf(record));
            if (settings.IsInternal(record.Source))
                addresses.Add(record.Source);
            if (settings.IsInternal(record.Destination))
                addresses.Add(record.Destination);
        }

        return new Gathering(endpoints, addresses);
    }
}

/// <summary>Second pass: keeps the records of the endpoints that matched, and the sessions from outside into the addresses that did.</summary>
internal sealed class GatheringVisitor(Gathering wanted, CaseSettings settings) : IBlockVisitor
{
    public ChunkedList<SightedFlow> Flows { get; } = new();

    public void Visit(LogFile file, FlowBatch batch)
    {
        foreach (ref readonly var record in batch.Records)
        {
            if (record.HasAddresses && (IsWantedEndpoint(record) || IsSessionFromOutside(record)))
                Flows.Add(new SightedFlow(record, file.File));
        }
    }

    private bool IsWantedEndpoint(in FlowRecord record) =>
        wanted.Endpoints.Contains(Endpoint.DestinationOf(record)) || wanted.Endpoints.Contains(Endpoint.SourceOf(record));

    private bool IsSessionFromOutside(in FlowRecord record) => record.Action.IsAllowed() && Endpoint.InitiatorOf(record) switch
    {
        Initiator.Source => wanted.Addresses.Contains(record.Destination) && !settings.IsInternal(record.Source),
        Initiator.Destination => wanted.Addresses.Contains(record.Source) && !settings.IsInternal(record.Destination),
        _ => false,
    };
}
