// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Matching;
using FwCorrelate.Network;
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Matchers;

namespace FwCorrelate.Sigma.Indexing;

/// <summary>
/// The trees of rules as questions about records. A test that no store can be asked becomes "anything"; <c>and</c> and <c>or</c> keep
/// "never too few". A <c>not</c> stands before a single test only (<see cref="Rewrites"/>), where the values that fail are told by the test
/// itself.
/// </summary>
internal static class NecessaryConditions
{
    // In the index flags are told or not; a store can be asked for their values.
    private static readonly DimensionPart TcpFlagValues = new(
        byte.MaxValue + 2, static v => v, static (_, value) => [value > byte.MaxValue ? FieldValue.Missing : FieldValue.Of(value)]);

    /// <summary>What holds of every record that any of the rules may match.</summary>
    public static NecessaryCondition Of(
        IEnumerable<(RuleEvent Event, Predicate Necessary)> rules, IReadOnlyList<AddressPrefix> internalNetworks) =>
        Any(rules.Where(r => r.Event != RuleEvent.ToolCall).Select(r => OfRule(r.Event, r.Necessary, internalNetworks)));

    private static NecessaryCondition OfRule(RuleEvent kind, Predicate necessary, IReadOnlyList<AddressPrefix> networks)
    {
        var condition = Of(necessary, networks);
        return kind == RuleEvent.Alert ? All([new NecessaryCondition.IsAlert(), condition]) : condition;
    }

    private static NecessaryCondition Of(Predicate predicate, IReadOnlyList<AddressPrefix> networks) => predicate switch
    {
        And all => All(all.Parts.Select(p => Of(p, networks))),
        Or any => Any(any.Parts.Select(p => Of(p, networks))),
        Constant constant => constant.Value ? NecessaryCondition.Anything : NecessaryCondition.Nothing,
        FieldTest test => OfTest(test, wanted: true, networks),
        Not { Part: FieldTest test } => OfTest(test, wanted: false, networks),
        _ => NecessaryCondition.Anything,
    };

    private static NecessaryCondition OfTest(FieldTest test, bool wanted, IReadOnlyList<AddressPrefix> networks)
    {
        var field = (FlowField)test.Field.Code;
        return field switch
        {
            FlowField.SourcePort => Number(RecordNumber.SourcePort, Dimension.SourcePort),
            FlowField.DestinationPort => Number(RecordNumber.DestinationPort, Dimension.DestinationPort),
            FlowField.Transport or FlowField.ProtocolNumber => Number(RecordNumber.Protocol, Dimension.Traits),
            FlowField.Bytes => Number(RecordNumber.Bytes, Dimension.Bytes),
            FlowField.BytesSent or FlowField.BytesReceived => Number(RecordNumber.Bytes, Dimension.Bytes),
            FlowField.Packets => Number(RecordNumber.Packets, Dimension.Packets),
            FlowField.TcpFlags => NumberOf(RecordNumber.TcpFlags, Projection.OfPart(test, TcpFlagValues, wanted)),
            FlowField.Action or FlowField.Blocked => ActionOf(Passing(Dimension.Traits)),
            FlowField.Direction => DirectionOf(Passing(Dimension.Traits)),
            FlowField.SourceIsInternal => SideOf(RecordEnd.Source, Passing(Dimension.Scope), networks),
            FlowField.DestinationIsInternal => SideOf(RecordEnd.Destination, Passing(Dimension.Scope), networks),
            FlowField.SourceAddress when wanted => AddressOf(RecordEnd.Source, test.Test),
            FlowField.DestinationAddress when wanted => AddressOf(RecordEnd.Destination, test.Test),
            FlowField.Kind when wanted && !test.Test.Matches(FieldValue.Of("event")) => new NecessaryCondition.IsAlert(),
            FlowField.Vendor when wanted && test.Field.Scope == FieldScope.Vendor && !RegistrationFields.IsOne(test.Field.Name)
                && !test.Test.Matches(FieldValue.Missing) => new NecessaryCondition.HasColumn([test.Field.Name]),
            _ => NecessaryCondition.Anything,
        };

        NecessaryCondition Number(RecordNumber number, Dimension dimension) => NumberOf(number, Passing(dimension));

        ValueSet Passing(Dimension dimension) => Projection.OfPart(test, dimension.PartOf(test.Field)!, wanted);
    }

    // The value after the last of a dimension of ports or flags stands for "not told", as 0 does for protocols and counters.
    private static NecessaryCondition NumberOf(RecordNumber number, ValueSet values)
    {
        if (values.IsAll)
            return NecessaryCondition.Anything;
        var (isCounter, isLast) =
            (number is RecordNumber.Bytes or RecordNumber.Packets, values.Size is Dimension.NoPort + 1 or byte.MaxValue + 2);
        var absent = isLast ? values.Size - 1 : 0;
        var ranges = new List<(long From, long To)>();
        foreach (var value in values.Values().Where(v => v != absent))
        {
            var (from, to) = isCounter ? (LeastOf(value), GreatestOf(value)) : (value, value);
            if (ranges.Count > 0 && ranges[^1].To + 1 == from)
                ranges[^1] = (ranges[^1].From, to);
            else
                ranges.Add((from, to));
        }

        return new NecessaryCondition.NumberIn(number, ranges, values.Contains(absent));
    }

    private static long LeastOf(int magnitude) => magnitude == 1 ? 0 : 1L << (magnitude - 2);

    private static long GreatestOf(int magnitude) => magnitude == 1 ? 0 : magnitude >= 64 ? long.MaxValue : (1L << (magnitude - 1)) - 1;

    private static NecessaryCondition ActionOf(ValueSet values) =>
        values.IsAll ? NecessaryCondition.Anything
            : new NecessaryCondition.ActionIn(values.Values().Select(v => (FirewallAction)v).ToHashSet());

    private static NecessaryCondition DirectionOf(ValueSet values) =>
        values.IsAll ? NecessaryCondition.Anything
            : new NecessaryCondition.DirectionIn(values.Values().Select(v => (FlowDirection)v).ToHashSet());

    // 0 no address, 1 external, 2 internal.
    private static NecessaryCondition SideOf(RecordEnd end, ValueSet sides, IReadOnlyList<AddressPrefix> networks) =>
        (sides.Contains(0), sides.Contains(1), sides.Contains(2)) switch
        {
            (false, false, true) => new NecessaryCondition.AddressIn(end, networks),
            (_, true, false) => new NecessaryCondition.AddressOutside(end, networks),
            _ => NecessaryCondition.Anything,
        };

    private static NecessaryCondition AddressOf(RecordEnd end, ValueTest test)
    {
        IReadOnlyList<AddressPrefix>? networks = test switch
        {
            ExactTest { Address: { } address } => [AddressPrefix.Single(address)],
            ExactSetTest { Addresses: { } addresses } => [.. addresses.Select(AddressPrefix.Single)],
            CidrTest cidr => [cidr.Network],
            _ => null,
        };
        return networks is null ? NecessaryCondition.Anything : new NecessaryCondition.AddressIn(end, networks);
    }

    private static NecessaryCondition All(IEnumerable<NecessaryCondition> parts)
    {
        var all = parts.SelectMany(p => p is NecessaryCondition.AllOf inner ? inner.Parts : [p]).ToList();
        var numbers = all.OfType<NecessaryCondition.NumberIn>().GroupBy(n => n.Number).Select(g => g.Aggregate(Both));
        all = [.. numbers, .. all.Where(p => p is not NecessaryCondition.NumberIn)];
        return all.Exists(IsNothing) ? NecessaryCondition.Nothing : all is [var only] ? only : new NecessaryCondition.AllOf(all);
    }

    private static NecessaryCondition.NumberIn Both(NecessaryCondition.NumberIn left, NecessaryCondition.NumberIn right)
    {
        var ranges = new List<(long, long)>();
        for (int i = 0, j = 0; i < left.Ranges.Count && j < right.Ranges.Count;)
        {
            var (from, to) = (Math.Max(left.Ranges[i].From, right.Ranges[j].From), Math.Min(left.Ranges[i].To, right.Ranges[j].To));
            if (from <= to)
                ranges.Add((from, to));
            if (left.Ranges[i].To < right.Ranges[j].To)
                i++;
            else
                j++;
        }

        return new NecessaryCondition.NumberIn(left.Number, ranges, left.OrAbsent && right.OrAbsent);
    }

    // Lists of names are long: a thousand tests of one column are one question.
    private static NecessaryCondition Any(IEnumerable<NecessaryCondition> parts)
    {
        var any = parts.SelectMany(p => p is NecessaryCondition.AnyOf inner ? inner.Parts : [p]).ToList();
        if (any.Exists(IsAnything))
            return NecessaryCondition.Anything;
        var columns = any.OfType<NecessaryCondition.HasColumn>().SelectMany(c => c.Columns).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal).ToList();
        any = [.. any.Where(p => p is not NecessaryCondition.HasColumn)];
        if (columns.Count > 0)
            any.Add(new NecessaryCondition.HasColumn(columns));
        return any is [var only] ? only : new NecessaryCondition.AnyOf(any);
    }

    private static bool IsAnything(NecessaryCondition condition) => condition is NecessaryCondition.AllOf { Parts.Count: 0 };

    private static bool IsNothing(NecessaryCondition condition) => condition is NecessaryCondition.AnyOf { Parts.Count: 0 };
}
