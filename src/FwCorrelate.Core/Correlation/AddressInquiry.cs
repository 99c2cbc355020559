// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Flows;
using FwCorrelate.Network;
using FwCorrelate.Timelines;
using NodaTime;
using NodaTime.HighPerformance;

namespace FwCorrelate.Correlation;

/// <summary>
/// Asks who held an address at a time, and which calls could have acted from it. It asks the <see cref="Attributor"/> about a connection of
/// which nothing was seen but its source and its time, so that it never says more than an investigation would.
/// </summary>
public sealed class AddressInquiry(TimelineIndex timeline, CaseSettings settings)
{
    /// <summary>Where nothing is known of the other end: no command names it.</summary>
    private static readonly Endpoint Nowhere = new(HostAddress.None, 0, TransportProtocol.Tcp);

    private const string NoDestination = "a connection was not seen: give its destination, or investigate the log that holds it";

    /// <param name="port">The source port; null where it is not known.</param>
    /// <param name="destination">Where the connection went; null where it is not known.</param>
    /// <param name="slack">How far off <paramref name="at"/> may be, each way.</param>
    public AddressAnswer Ask(HostAddress address, ushort? port, Endpoint? destination, Instant at, Duration slack)
    {
        var leases = timeline.Leases.OfAnyPort(address);
        var held = leases.Where(l => l.From <= at + slack && at - slack < l.To).ToList();
        var dependsOnPort = port is null && held.Exists(l => l is not { PortFrom: 0, PortTo: ushort.MaxValue });
        var source = new Endpoint(address, port ?? 0, TransportProtocol.Tcp);
        var (attribution, missing) = dependsOnPort
            ? (OfAnyPort(held, address), [$"the source port of the connection: {address} is shared by ranges of ports"])
            : Attribute(source, destination, at, slack);
        var sandboxes = attribution.Sandboxes;
        return new AddressAnswer(
            at, attribution,
            [.. attribution.Leases.Select(l => l.Host).Where(h => h.Length > 0).Distinct().Order(StringComparer.Ordinal)],
            [.. sandboxes.SelectMany(timeline.EpisodesOf).Where(e => e.Start <= at + slack && at - slack <= e.End).Distinct()
                .OrderBy(e => e.Start).ThenBy(e => e.Id, StringComparer.Ordinal)],
            Running(attribution, at, slack),
            [.. sandboxes.SelectMany(s => timeline.GapsOf(s, at - slack, at + slack)).Distinct()],
            missing)
        {
            Before = attribution.Leases.Count > 0 ? null : leases.LastOrDefault(l => l.To <= at),
            After = attribution.Leases.Count > 0 ? null : leases.FirstOrDefault(l => l.From > at),
            Networks = [.. attribution.Leases.Select(l => l.Network).Where(n => n.Length > 0).Distinct().Order(StringComparer.Ordinal)],
            DependsOnPort = dependsOnPort,
        };
    }

    private (Attribution Attribution, IReadOnlyList<string> Missing) Attribute(
        Endpoint source, Endpoint? destination, Instant at, Duration slack)
    {
        var connection = Connection(source, destination ?? Nowhere, at, slack);
        var attributor = new Attributor(
            timeline, settings, [connection], _ => ConnectionContext.Unknown, _ => "",
            new Interval(at - settings.IdleTimeout, at + settings.IdleTimeout), []);
        var attribution = attributor[connection];
        var missing = attributor.MissingEvidenceFor(connection);
        return destination is not null || attribution.Kind != AttributionKind.ToolCall
            ? (attribution, missing)
            : (attribution with { Kind = AttributionKind.Candidates, Call = null, Reasons = [NoDestination, .. attribution.Reasons] },
                missing);
    }

    /// <summary>Who could have acted, one as well as another, where the port that would decide is not known.</summary>
    private Attribution OfAnyPort(IReadOnlyList<AddressLease> held, HostAddress address)
    {
        var holders = AddressHolders.From(held, address.ToString(), everLeased: true, timeline.Leases.LostOf(address));
        return new Attribution
        {
            Kind = holders.Sandboxes.Count > 0 ? AttributionKind.Sandbox : holders.IsUnknown ? AttributionKind.UnknownAddress
                : AttributionKind.None,
            Rung = holders.Sandboxes.Count > 0 ? Rung.D : holders.Rung,
            Sandboxes = holders.Sandboxes,
            Leases = holders.Leases,
            Reasons = [$"which of them used {address} depends on the port"],
        };
    }

    private List<ToolCall> Running(Attribution attribution, Instant at, Duration slack)
    {
        var calls = attribution.Sandboxes.SelectMany(s => timeline.CallsOf(s).Meeting(at - slack, at + slack))
            .Concat(attribution.Leases.Select(l => l.Host).Where(h => h.Length > 0).Distinct()
                .SelectMany(h => timeline.CallsOnHost(h).Meeting(at - slack, at + slack)));
        return [.. calls.Distinct().OrderBy(c => c.TrueStart.Value).ThenBy(c => c.TraceId, StringComparer.Ordinal)
            .ThenBy(c => c.SpanId, StringComparer.Ordinal)];
    }

    private static StitchedConnection Connection(Endpoint source, Endpoint destination, Instant at, Duration slack)
    {
        var record = new FlowRecord
        {
            Start = Instant64.FromInstant(at),
            End = Instant64.FromInstant(at),
            Source = source.Address,
            SourcePort = source.Port,
            Destination = destination.Address,
            DestinationPort = destination.Port,
            Protocol = source.Protocol,
            Kind = RecordKind.Flow,
            Action = FirewallAction.Allow,
            SourceIsInitiator = true,
            HasTcpFlags = true,
            TcpFlags = TcpFlags.Syn,
            Packets = -1,
            Bytes = -1,
            BytesReceived = -1,
        };
        var settings = LogSettings.Plain("question") with { Slack = slack, SlackIsDocumented = false, OffsetIsConfigured = true };
        var flow = new SightedFlow(record, new InputFile("-", "question", settings));
        return new ConnectionStitcher(Duration64.FromSeconds(1), (_, _) => null).Stitch([flow])[0];
    }
}
