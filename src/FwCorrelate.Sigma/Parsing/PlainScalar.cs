// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Parsing;

/// <summary>Types of values without quotes (YAML 1.2.2, section 10.3.2). <c>yes</c>, <c>on</c> and dates are text.</summary>
internal static class PlainScalar
{
    /// <summary>The type, and the text by which the value is compared: integers without leading zeros, <c>true</c>, <c>false</c>.</summary>
    public static (RuleValueKind Kind, string Text) Resolve(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => (RuleValueKind.Null, ""),
        "true" or "True" or "TRUE" => (RuleValueKind.Boolean, "true"),
        "false" or "False" or "FALSE" => (RuleValueKind.Boolean, "false"),
        _ => Number(text) is { } number ? (RuleValueKind.Number, number) : (RuleValueKind.Text, text),
    };

    private static string? Number(string text)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal))
            return ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex)
                ? hex.ToString(CultureInfo.InvariantCulture) : null;
        var digits = text.AsSpan(text[0] is '-' or '+' ? 1 : 0);
        if (digits.IsEmpty || !(char.IsAsciiDigit(digits[0]) || (digits[0] == '.' && digits.Length > 1)))
            return null;
        if (!digits.ContainsAnyExceptInRange('0', '9'))
        {
            // Any number of digits: 64-bit ids and longer ones are compared exactly, as text.
            var significant = digits.TrimStart('0');
            return (text[0] == '-' && !significant.IsEmpty ? "-" : "") + (significant.IsEmpty ? "0" : significant.ToString());
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? text : null;
    }
}
