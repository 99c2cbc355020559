// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Network;
using FwCorrelate.Timelines;
using NodaTime.HighPerformance;

namespace FwCorrelate.Service.Passes;

/// <summary>What the second pass looks for.</summary>
internal sealed class Gathering
{
    private readonly HashSet<Endpoint> _endpoints = [];
    private readonly bool[] _ports = new bool[ushort.MaxValue + 1];
    private readonly HashSet<HostAddress> _addresses = [];
    private readonly HashSet<ulong> _pairs = [];
    private readonly HashSet<Endpoint> _translated = [];
    private readonly List<AddressPrefix> _gateways;
    private readonly HashFilter _mayBePair = new();
    private readonly HashFilter _mayBeEndpoint = new();
    private readonly Dictionary<(HostAddress, Endpoint), Instant64> _lastKept = [];
    private readonly AddressGroups _groups;
    private readonly CaseSettings _settings;
    private readonly ResolvedNames _names;
    private readonly bool _hasProxy;

    private Gathering(AddressGroups groups, IEnumerable<AddressPrefix> gateways, CaseSettings settings, ProxySurvey proxies)
    {
        _gateways = [.. gateways];
        (_groups, _settings, _names) = (groups, settings, proxies.Names);
        _hasProxy = proxies.Clients.Count > 0 || !proxies.Names.IsEmpty;
    }

    /// <summary>Services that matched records went to.</summary>
    public IReadOnlySet<Endpoint> Endpoints => _endpoints;

    /// <summary>Internal ends of matched records: sessions from outside into them may be the cause.</summary>
    public IReadOnlySet<HostAddress> Addresses => _addresses;

    public static Gathering For(Detection detection, Timeline timeline, CaseSettings settings, ProxySurvey proxies)
    {
        var gateways = timeline.Leases.Where(l => l.OwnerKind == OwnerKind.Nat).Select(l => l.Address).Distinct();
        var gathering = new Gathering(new AddressGroups(timeline.Leases), gateways, settings, proxies);
        for (var i = 0; i < detection.Matched.Count; i++)
        {
            var record = detection.Matched[i].Record;
            gathering.Add(record);
            if (detection.HasGivenUp(record))
                gathering._lastKept[(record.Source, Endpoint.DestinationOf(record))] = record.Start;
        }

        return gathering;
    }

    /// <summary>
    /// Whether a record comes behind the last of its ends that was kept of more than can be held: it would only take the memory that was
    /// saved. The connection then tells its start, but not its whole length.
    /// </summary>
    public bool IsBeyondLimit(in FlowRecord record) => _lastKept.Count > 0
        && ((_lastKept.TryGetValue((record.Source, Endpoint.DestinationOf(record)), out var last) && record.Start > last)
            || (_lastKept.TryGetValue((record.Destination, Endpoint.SourceOf(record)), out last) && record.Start > last));

    /// <summary>Whether an end is a service that matched records went to: all their connections tell of each other.</summary>
    public bool IsWanted(in Endpoint end) =>
        _ports[end.Port] && _mayBeEndpoint.MayContain((uint)end.GetHashCode()) && _endpoints.Contains(end);

    /// <summary>
    /// Whether a record may be of the actor and the endpoint of a matched one, whichever end is which. The same for all records of a
    /// connection.
    /// </summary>
    public bool IsBesideMatch(in FlowRecord record) =>
        IsPair(Pair(record.Source, Endpoint.DestinationOf(record))) || IsPair(Pair(record.Destination, Endpoint.SourceOf(record)));

    /// <summary>
    /// Whether a record may be of a connection that a proxy makes: from an internal address that no sandbox held, where the case has a
    /// proxy's log.
    /// </summary>
    public bool IsOfProxy(in FlowRecord record) => _hasProxy
        && ((!record.Source.IsNone && _settings.IsInternal(record.Source) && !_groups.IsOfSandbox(record.Source))
            || (!record.Destination.IsNone && _settings.IsInternal(record.Destination) && !_groups.IsOfSandbox(record.Destination)));

    /// <summary>
    /// Whether a record may show a session before its translation that a matched record shows behind it: it goes where that does.
    /// </summary>
    public bool MayBeTranslated(in FlowRecord record) => _translated.Count > 0
        && (_translated.Contains(Endpoint.DestinationOf(record)) || _translated.Contains(Endpoint.SourceOf(record)));

    private void Add(in FlowRecord record)
    {
        AddPair(Pair(record.Source, Endpoint.DestinationOf(record)));
        AddPair(Pair(record.Destination, Endpoint.SourceOf(record)));

        // Where nothing tells which end is the service, both may be.
        var initiator = Endpoint.InitiatorOf(record);
        if (initiator != Initiator.Destination)
        {
            Want(Endpoint.DestinationOf(record));
            if (IsTranslated(record.Source, record.Destination))
                _translated.Add(Endpoint.DestinationOf(record));
        }

        if (initiator != Initiator.Source)
        {
            Want(Endpoint.SourceOf(record));
            if (IsTranslated(record.Destination, record.Source))
                _translated.Add(Endpoint.SourceOf(record));
        }

        if (_settings.IsInternal(record.Source))
            _addresses.Add(record.Source);
        if (_settings.IsInternal(record.Destination))
            _addresses.Add(record.Destination);
    }

    // A known gateway; or an address of ours that no lease knows, as the border sees it: both ends are outside.
    private bool IsTranslated(HostAddress acting, HostAddress reached) => _gateways.Exists(g => g.Contains(acting))
        || (!acting.IsNone && !_settings.IsInternal(acting) && !_settings.IsInternal(reached) && !_groups.IsOfSandbox(acting));

    // Where a proxy has part in the case, one log may know the name and another the address.
    private void Want(Endpoint end)
    {
        _ports[end.Port] = true;
        if (!AddEndpoint(end) || !_hasProxy)
            return;
        foreach (var other in end.Address.IsName ? _names.AddressesOf(end.Address) : _names.NamesOf(end.Address))
            AddEndpoint(end with { Address = other });
    }

    private bool AddEndpoint(in Endpoint end)
    {
        _mayBeEndpoint.Add((uint)end.GetHashCode());
        return _endpoints.Add(end);
    }

    private void AddPair(ulong pair)
    {
        _mayBePair.Add(pair);
        _pairs.Add(pair);
    }

    private bool IsPair(ulong pair) => _mayBePair.MayContain(pair) && _pairs.Contains(pair);

    // A hash in place of the pair: where two fall together, a record too many is kept, which changes nothing.
    private ulong Pair(HostAddress address, Endpoint endpoint) =>
        _groups.Of(address) ^ (((ulong)(uint)endpoint.Address.GetHashCode() << 32 | (uint)endpoint.Port << 8 | (byte)endpoint.Protocol) * 0xC2B2_AE3D_27D4_EB4F);
}
