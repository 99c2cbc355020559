// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Clocks;
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Network;
using FwCorrelate.Timelines;

namespace FwCorrelate.Service.Passes;

/// <summary>Addresses of sandboxes whose calls are traced: clocks are read from the connections that these open.</summary>
internal sealed class SandboxAddresses
{
    private readonly HashSet<HostAddress> _single = [];
    private readonly List<AddressPrefix> _blocks = [];

    public SandboxAddresses(TimelineIndex timeline)
    {
        foreach (var lease in timeline.Timeline.Leases)
        {
            if (lease.OwnerKind != OwnerKind.Sandbox || timeline.CallsOf(lease.OwnerId).Calls.Count == 0)
                continue;
            if (lease.Address.IsSingleAddress)
                _single.Add(lease.Address.Network);
            else
                _blocks.Add(lease.Address);
        }
    }

    public bool IsEmpty => _single.Count + _blocks.Count == 0;

    public bool Contains(HostAddress address)
    {
        if (_single.Contains(address))
            return true;
        foreach (var block in _blocks)
        {
            if (block.Contains(address))
                return true;
        }

        return false;
    }
}

/// <summary>Takes samples of connections that sandboxes opened, by source, while the logs are read for the first time.</summary>
internal sealed class ClockSampler(SandboxAddresses addresses)
{
    private readonly Dictionary<string, ConnectionSample> _samples = new(StringComparer.Ordinal);
    private string? _source;
    private ConnectionSample _sample = new();

    /// <summary>By source.</summary>
    public IReadOnlyDictionary<string, ConnectionSample> Samples => _samples;

    /// <summary>Whether anything can be sampled at all.</summary>
    public bool IsIdle { get; } = addresses.IsEmpty;

    public void Add(in FlowRecord record, string source)
    {
        if (!IsStart(record) || Endpoint.InitiatorOf(record) != Initiator.Source || !addresses.Contains(record.Source))
            return;
        if (!ReferenceEquals(source, _source))
            (_source, _sample) = (source, At(source));
        _sample.Add(record);
    }

    public void Merge(ClockSampler other)
    {
        foreach (var (source, sample) in other._samples)
            At(source).Merge(sample);
    }

    // Where a log tells flags, a record without a SYN is a later part of its connection; a stamp with two readings tells of no clock.
    private static bool IsStart(in FlowRecord record) =>
        record.OtherStartMinutes == 0 && record.Kind is RecordKind.Flow or RecordKind.Alert
            && (!record.HasTcpFlags || record.Protocol != TransportProtocol.Tcp || (record.TcpFlags & TcpFlags.Syn) != 0);

    private ConnectionSample At(string source)
    {
        if (!_samples.TryGetValue(source, out var sample))
            _samples.Add(source, sample = new ConnectionSample());
        return sample;
    }
}
