// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Sigma.Events;

namespace FwCorrelate.Sigma.Matchers;

internal enum Comparison
{
    LessThan,
    LessOrEqual,
    GreaterThan,
    GreaterOrEqual,
}

/// <summary>A number against a limit. Numeric text counts as its number; everything else is on neither side.</summary>
internal sealed class CompareTest(Comparison comparison, decimal limit) : ValueTest
{
    internal override bool IsMonotone => true;

    internal override int Cost => 0;

    /// <summary>Reads a finite decimal number.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    protected override bool Test(in FieldValue value) => value.Kind switch
    {
        FieldValueKind.Integer => Holds(((decimal)value.Integer).CompareTo(limit)),
        FieldValueKind.Real => !double.IsNaN(value.Real) && Holds(value.Real.CompareTo((double)limit)),
        FieldValueKind.Text => TryParse(value.Text, out var number) && Holds(number.CompareTo(limit)),
        _ => false,
    };

    private bool Holds(int order) => comparison switch
    {
        Comparison.LessThan => order < 0,
        Comparison.LessOrEqual => order <= 0,
        Comparison.GreaterThan => order > 0,
        _ => order >= 0,
    };
}
