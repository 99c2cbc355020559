// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json.Nodes;
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Matching;
using FwCorrelate.Network;

namespace FwCorrelate.Elastic.Queries;

/// <summary>
/// What rules need, as a query over our own documents (<see cref="Ecs.FlowDocument"/>). Where the mapping cannot answer a question, any
/// document may match: the query finds too many, never too few.
/// </summary>
/// <param name="fields">How the indices map what is asked about.</param>
/// <param name="words">The vendors' words for each action, in any case.</param>
public sealed class NecessaryQuery(MappedFields fields, IReadOnlyDictionary<FirewallAction, IReadOnlyList<string>> words)
{
    /// <summary>Which of our documents' fields is there in every one: documents of others have it not.</summary>
    public const string OwnMark = OwnFields.RecordFormat;

    private static readonly string[] Outbound = ["outbound", "egress"];
    private static readonly string[] Inbound = ["inbound", "ingress"];
    private const string Kind = EcsFields.EventKind;
    private const string Type = EcsFields.EventType;
    private const string Action = EcsFields.EventAction;
    private const string Direction = OwnFields.RecordDirection;
    private const string NetworkDirection = EcsFields.NetworkDirection;
    private const string Protocol = EcsFields.NetworkIanaNumber;
    private const string Transport = EcsFields.NetworkTransport;

    /// <summary>Fields that a query may ask about, columns of rules aside.</summary>
    public static IReadOnlyList<string> Fields { get; } =
    [
        OwnMark, Kind, Type, Action, Direction, NetworkDirection, Protocol, Transport, EcsFields.SourceIp, EcsFields.SourcePort,
            EcsFields.DestinationIp, EcsFields.DestinationPort,
        EcsFields.NetworkBytes, EcsFields.NetworkPackets, OwnFields.RecordTcpFlags, OwnFields.RecordLoss, OwnFields.RecordInitiator,
        EcsFields.EventStart, EcsFields.EventEnd,
    ];

    /// <summary>The columns that rules ask for and that are fields of a document.</summary>
    public static IEnumerable<string> ColumnsOf(NecessaryCondition condition) => condition switch
    {
        NecessaryCondition.AllOf all => all.Parts.SelectMany(ColumnsOf),
        NecessaryCondition.AnyOf any => any.Parts.SelectMany(ColumnsOf),
        NecessaryCondition.HasColumn columns => columns.Columns.Where(IsField),
        _ => [],
    };

    /// <summary>The condition as a query.</summary>
    public JsonObject Of(NecessaryCondition condition) => condition switch
    {
        NecessaryCondition.AllOf all => QueryDsl.All([.. all.Parts.Select(Of).Where(q => !q.ContainsKey("match_all"))]),
        NecessaryCondition.AnyOf any => Any([.. any.Parts.Select(Of)]),
        NecessaryCondition.NumberIn number => NumberIn(number),
        NecessaryCondition.AddressIn address => fields.IsAddress(FieldOf(address.End)) ? InNetworks(address.End, address.Networks)
            : QueryDsl.Everything,
        NecessaryCondition.AddressOutside address => fields.IsAddress(FieldOf(address.End))
            ? QueryDsl.Not(InNetworks(address.End, address.Networks)) : QueryDsl.Everything,
        NecessaryCondition.ActionIn action => ActionIn(action.Actions),
        NecessaryCondition.DirectionIn direction => DirectionIn(direction.Directions),
        NecessaryCondition.IsAlert => fields.IsKeyword(Kind) ? QueryDsl.Term(Kind, "alert") : QueryDsl.Everything,
        NecessaryCondition.HasColumn columns => Any([.. columns.Columns.Select(HasColumn)]),
        _ => QueryDsl.Everything,
    };

    /// <summary>The clause for a list of exact addresses.</summary>
    public static JsonObject IsAnyOf(RecordEnd end, IEnumerable<HostAddress> addresses) =>
        QueryDsl.Terms(FieldOf(end), addresses.Select(a => a.ToString()));

    public static JsonObject InNetworks(RecordEnd end, IReadOnlyList<AddressPrefix> networks) =>
        QueryDsl.Any([.. networks.Select(n => QueryDsl.Term(FieldOf(end), n.IsSingleAddress ? n.Network.ToString() : n.ToString()))]);

    private static string FieldOf(RecordEnd end) => end == RecordEnd.Source ? EcsFields.SourceIp : EcsFields.DestinationIp;

    // The name of a vendor's column says nothing of the document that its record became.
    private static bool IsField(string column) => column.Contains('.', StringComparison.Ordinal);

    private static JsonObject Any(IReadOnlyList<JsonObject> clauses) =>
        clauses.Any(c => c.ContainsKey("match_all")) ? QueryDsl.Everything : SharedClauses.Any(clauses);

    private JsonObject HasColumn(string column) =>
        IsField(column) && fields.TellsPresence(column) ? QueryDsl.Exists(column) : QueryDsl.Everything;

    private JsonObject NumberIn(NecessaryCondition.NumberIn condition) => condition.Number switch
    {
        RecordNumber.SourcePort => PortIn(EcsFields.SourcePort, condition),
        RecordNumber.DestinationPort => PortIn(EcsFields.DestinationPort, condition),
        RecordNumber.Bytes => CountIn(EcsFields.NetworkBytes, condition),
        RecordNumber.Packets => CountIn(EcsFields.NetworkPackets, condition),
        RecordNumber.TcpFlags => CountIn(OwnFields.RecordTcpFlags, condition),
        _ => ProtocolIn(condition),
    };

    // A document without a port stands for port 0; a protocol without ports has none, whatever the document says.
    private JsonObject PortIn(string field, NecessaryCondition.NumberIn condition)
    {
        if (!fields.IsNumber(field))
            return QueryDsl.Everything;
        if (!condition.OrAbsent)
        {
            List<JsonObject> clauses = [.. Ranges(field, condition.Ranges)];
            if (condition.Ranges.Any(r => r.From <= 0))
                clauses.Add(QueryDsl.Not(QueryDsl.Exists(field)));
            return QueryDsl.Any(clauses);
        }

        if (!fields.IsKeyword(Protocol) || !fields.IsKeyword(Transport))
            return QueryDsl.Everything;
        var outside = QueryDsl.Any([.. Ranges(field, Gaps(condition.Ranges))]);
        // The number counts before the name, where they contradict each other.
        var hasPorts = QueryDsl.Any(
        [
            QueryDsl.Terms(Protocol, ["6", "17", "132"]),
            QueryDsl.All([QueryDsl.Not(QueryDsl.Exists(Protocol)), QueryDsl.Terms(Transport, Spelt(["tcp", "udp", "sctp"]))]),
        ]);
        return QueryDsl.Not(QueryDsl.All([outside, hasPorts]));
    }

    /// <summary>The ports between the ranges, 0 left out: with both ports 0 a record has none.</summary>
    private static IEnumerable<(long From, long To)> Gaps(IReadOnlyList<(long From, long To)> ranges)
    {
        var next = 1L;
        foreach (var (from, to) in ranges)
        {
            if (from > next)
                yield return (next, from - 1);
            next = Math.Max(next, to + 1);
        }

        if (next <= ushort.MaxValue)
            yield return (next, ushort.MaxValue);
    }

    // A document may tell the two directions' counts and no sum: then it is fetched.
    private JsonObject CountIn(string field, NecessaryCondition.NumberIn condition)
    {
        if (!fields.IsNumber(field))
            return QueryDsl.Everything;
        List<JsonObject> clauses = [.. Ranges(field, condition.Ranges)];
        if (condition.OrAbsent || condition.Number is RecordNumber.Bytes or RecordNumber.Packets)
            clauses.Add(QueryDsl.Not(QueryDsl.Exists(field)));
        if (condition is { OrAbsent: true, Number: RecordNumber.TcpFlags })
            return QueryDsl.Everything;
        return QueryDsl.Any(clauses);
    }

    private JsonObject ProtocolIn(NecessaryCondition.NumberIn condition)
    {
        if (condition.OrAbsent || !fields.IsKeyword(Protocol) || !fields.IsKeyword(Transport))
            return QueryDsl.Everything;
        var numbers = condition.Ranges.SelectMany(r => Enumerable.Range((int)r.From, (int)(r.To - r.From) + 1))
            .Select(n => (TransportProtocol)n).ToList();
        var names = numbers.SelectMany(NamesOf);
        return QueryDsl.Any(
        [
            QueryDsl.Terms(Protocol, [.. numbers.Select(n => ((int)n).ToString(CultureInfo.InvariantCulture)), .. Spelt(names)]),
            QueryDsl.Terms(Transport, [.. numbers.Select(n => ((int)n).ToString(CultureInfo.InvariantCulture)), .. Spelt(names)]),
        ]);
    }

    private static IEnumerable<string> NamesOf(TransportProtocol protocol) =>
        protocol == TransportProtocol.IcmpV6 ? [protocol.Name(), "icmp6", "icmpv6"] : [protocol.Name()];

    private JsonObject ActionIn(IReadOnlySet<FirewallAction> actions)
    {
        if (actions.Contains(FirewallAction.Unknown) || !fields.IsKeyword(Action) || !fields.IsKeyword(Type))
            return QueryDsl.Everything;
        List<string> types = [];
        if (actions.Contains(FirewallAction.Deny))
            types.Add("denied");
        if (actions.Contains(FirewallAction.Allow))
            types.Add("allowed");
        return QueryDsl.Any(
            [QueryDsl.Terms(Action, Spelt(actions.SelectMany(a => words.GetValueOrDefault(a, [])))), QueryDsl.Terms(Type, types)]);
    }

    private JsonObject DirectionIn(IReadOnlySet<FlowDirection> directions)
    {
        if (directions.Contains(FlowDirection.Unknown) || !fields.IsKeyword(Direction) || !fields.IsKeyword(NetworkDirection))
            return QueryDsl.Everything;
        var spelt = Spelt(directions.SelectMany(d => d == FlowDirection.Outbound ? Outbound : Inbound)).ToList();
        return QueryDsl.Any([QueryDsl.Terms(Direction, spelt), QueryDsl.Terms(NetworkDirection, spelt)]);
    }

    private static IEnumerable<JsonObject> Ranges(string field, IEnumerable<(long From, long To)> ranges)
    {
        var singles = new JsonArray();
        foreach (var (from, to) in ranges)
        {
            if (from == to)
                singles.Add(from);
            else
                yield return QueryDsl.Range(field, from, to == long.MaxValue ? null : to);
        }

        if (singles.Count > 0)
            yield return new JsonObject { ["terms"] = new JsonObject { [field] = singles } };
    }

    // Keywords are compared by their bytes: a word is written small, large or with a capital.
    private static IEnumerable<string> Spelt(IEnumerable<string> texts) => texts
        .SelectMany(t => new[] { t.ToLowerInvariant(), t.ToUpperInvariant(), char.ToUpperInvariant(t[0]) + t[1..].ToLowerInvariant(), t })
        .Distinct(StringComparer.Ordinal);
}
