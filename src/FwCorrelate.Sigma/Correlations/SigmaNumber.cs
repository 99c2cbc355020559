// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Sigma.Events;

namespace FwCorrelate.Sigma.Correlations;

/// <summary>
/// Numbers as millionths in 128 bits: sums of any number of them are exact, so they do not depend on the order of events, and
/// 64-bit integers keep their last digit.
/// </summary>
internal static class SigmaNumber
{
    public const int Scale = 1_000_000;

    private const double Largest = 1e21;

    public static Int128 Of(decimal number) => (Int128)decimal.Round(number * Scale);

    /// <summary>Whether the value is a number or the text of one. Rounded to six decimals; beyond 10^21 it is none.</summary>
    public static bool TryRead(in FieldValue value, out Int128 number)
    {
        switch (value.Kind)
        {
            case FieldValueKind.Integer:
                number = (Int128)value.Integer * Scale;
                return true;
            case FieldValueKind.Real when Math.Abs(value.Real) <= Largest:
                number = Of((decimal)value.Real);
                return true;
            case FieldValueKind.Text:
                return TryParse(value.Text, out number);
            default:
                number = default;
                return false;
        }
    }

    public static bool TryParse(string text, out Int128 number)
    {
        number = default;
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed)
            || Math.Abs(parsed) > (decimal)Largest)
            return false;
        number = Of(parsed);
        return true;
    }
}
