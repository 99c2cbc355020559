// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Correlation;
using FwCorrelate.Flows;

namespace FwCorrelate.Service.Passes;

/// <summary>
/// Second pass: finds the records of the endpoints that matched, and the sessions from outside into the addresses that did. Those that may
/// stand beside a matched record are kept; the rest, which only tell how often an endpoint is contacted, are laid aside.
/// </summary>
/// <param name="spill">Takes what is laid aside.</param>
internal sealed class GatheringVisitor(Gathering wanted, CaseSettings settings, SpillFile spill) : IBlockVisitor
{
    private readonly RecordContexts _contexts = new();

    public ChunkedList<SightedFlow> Kept { get; } = new();

    /// <summary>
    /// What the vendor's own fields tell of the requests among them, of sessions that may have been translated on their way, and of who was
    /// behind their sources.
    /// </summary>
    public Dictionary<RecordPlace, ConnectionContext> Told { get; } = [];

    public LaidAsideFlows LaidAside { get; } = new(spill);

    /// <exception cref="IOException">Nothing can be laid aside.</exception>
    public void Visit(LogFile file, FlowBatch batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            ref readonly var record = ref batch[i];
            if (record.Kind is RecordKind.NoData or RecordKind.SkipData || (!IsWantedEndpoint(record) && !IsSessionFromOutside(record)))
                continue;
            if (wanted.IsBeyondLimit(record))
                continue;
            var mayBeTranslated = wanted.MayBeTranslated(record);
            if (file.File.HoldsRequests || mayBeTranslated || batch.Layout.Format.HolderColumns.Count > 0)
                NoteTold(file, record, _contexts.Of(new RecordReference(batch, i)));
            if (file.File.HoldsRequests || mayBeTranslated || wanted.IsBesideMatch(record) || wanted.IsOfProxy(record))
                Kept.Add(new SightedFlow(record, file.File));
            else
                LaidAside.Add(record, file.File);
        }
    }

    private void NoteTold(LogFile file, in FlowRecord record, ConnectionContext told)
    {
        if (!ReferenceEquals(told, ConnectionContext.Unknown))
            Told[RecordPlace.Of(record, file.File)] = told;
    }

    private bool IsWantedEndpoint(in FlowRecord record) =>
        wanted.IsWanted(Endpoint.DestinationOf(record)) || wanted.IsWanted(Endpoint.SourceOf(record));

    private bool IsSessionFromOutside(in FlowRecord record) => record.Action.IsAllowed() && Endpoint.InitiatorOf(record) switch
    {
        Initiator.Source => wanted.Addresses.Contains(record.Destination) && !settings.IsInternal(record.Source),
        Initiator.Destination => wanted.Addresses.Contains(record.Source) && !settings.IsInternal(record.Destination),
        _ => false,
    };
}
