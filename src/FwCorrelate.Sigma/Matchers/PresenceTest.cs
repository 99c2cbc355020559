// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Events;

namespace FwCorrelate.Sigma.Matchers;

/// <summary><c>exists</c>: a field is there, be its value empty or null, or it is not.</summary>
internal sealed class ExistsTest(bool wanted) : ValueTest
{
    public bool Wanted => wanted;

    internal override bool IsMonotone => true;

    internal override int Cost => 0;

    public override bool Matches(in FieldValue value) => Test(in value);

    protected override bool Test(in FieldValue value) => (value.Kind != FieldValueKind.Missing) == wanted;
}

/// <summary><c>null</c>: no value; a missing field has none either, as every engine has it.</summary>
internal sealed class NullTest : ValueTest
{
    internal override IReadOnlyCollection<long> Integers => [];

    internal override bool IsMonotone => true;

    internal override int Cost => 0;

    protected override bool Test(in FieldValue value) => !value.IsPresent;
}
