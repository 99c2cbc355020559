// SPDX-License-Identifier: Apache-2.0
using System.Runtime.CompilerServices;
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Events;

namespace FwCorrelate.Sigma.Indexing;

/// <summary>
/// The rules that could hold on the records of one layout: a rule that asks for a domain name is not tried on flow logs, which
/// hold none. Sound because a field that no record of the layout has reads as missing, whatever the record.
/// </summary>
internal sealed class VendorFieldRules
{
    private readonly IReadOnlyList<Predicate> _necessary;
    private readonly ulong[] _all;

    // A layout's names are one list as long as it is used, by as many workers as read it.
    private readonly ConditionalWeakTable<IReadOnlyList<string>, ulong[]> _byNames = [];

    public VendorFieldRules(IReadOnlyList<Predicate> necessary)
    {
        _necessary = necessary;
        _all = RuleBits.Of(necessary, _ => true);
    }

    /// <summary>Bits of the rules.</summary>
    public ulong[] PossibleWith(IRecordLayout layout) =>
        layout.FieldNames is not { } names ? _all : _byNames.TryGetValue(names, out var known) ? known : Add(layout, names);

    private ulong[] Add(IRecordLayout layout, IReadOnlyList<string> names) =>
        _byNames.GetValue(names, _ => RuleBits.Of(_necessary, rule => CanHold(rule, field => Holds(layout, names, field))));

    /// <summary>Whether a rule could hold on records of which some vendors' fields are known to be missing.</summary>
    public static bool CanHold(Predicate predicate, Func<string, bool> isHeld) => predicate switch
    {
        And all => all.Parts.All(p => CanHold(p, isHeld)),
        Or any => any.Parts.Any(p => CanHold(p, isHeld)),
        Constant constant => constant.Value,
        FieldTest { Field.Scope: FieldScope.Vendor } test when !isHeld(test.Field.Name) => test.Test.Matches(FieldValue.Missing),
        Not { Part: FieldTest { Field.Scope: FieldScope.Vendor } test } when !isHeld(test.Field.Name) => !test.Test.Matches(
            FieldValue.Missing),
        _ => true,
    };

    /// <summary>The vendors' fields that a rule asks for.</summary>
    public static IEnumerable<string> NamesIn(Predicate predicate) => predicate switch
    {
        And all => all.Parts.SelectMany(NamesIn),
        Or any => any.Parts.SelectMany(NamesIn),
        Not inverse => NamesIn(inverse.Part),
        FieldTest { Field: { Scope: FieldScope.Vendor, Name: var name } } => [name],
        _ => [],
    };

    // A register of the case may tell what no column does.
    private static bool Holds(IRecordLayout layout, IReadOnlyList<string> names, string field) =>
        RegistrationFields.IsOne(field) || names.Any(n => ColumnNames.Comparer.Equals(n, field))
            || layout.Format.Mappings.Any(m => m.EcsField == field && names.Any(n => ColumnNames.Comparer.Equals(n, m.Column)));
}
