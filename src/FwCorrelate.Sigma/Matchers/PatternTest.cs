// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Events;

namespace FwCorrelate.Sigma.Matchers;

/// <summary>A value with wildcards; numbers, addresses and truth values are matched as text.</summary>
internal sealed class PatternTest(TextPattern pattern) : ValueTest
{
    internal override IReadOnlyCollection<string>? Literals { get; } = pattern.LongestLiteral.Length > 0 ? [pattern.LongestLiteral] : null;

    /// <summary>Null where the pattern has no ASCII character that stands for itself.</summary>
    public TextWitness? Text => pattern.Witness;

    protected override bool Test(in FieldValue value) =>
        value.IsPresent && pattern.Matches(value.AsText(stackalloc char[FieldValue.MaxFormattedLength]));
}
