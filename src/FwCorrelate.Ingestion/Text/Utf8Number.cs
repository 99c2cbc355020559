// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Text;

/// <summary>Decimal numbers in bytes: digits only, no sign, no white space.</summary>
internal static class Utf8Number
{
    /// <summary>Reads up to 18 digits, which cannot overflow.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if ((uint)(text.Length - 1) >= 18)
            return false;
        foreach (var b in text)
        {
            var digit = (uint)(b - '0');
            if (digit > 9)
                return false;
            value = (value * 10) + digit;
        }

        return true;
    }

    public static bool TryParse(ReadOnlySpan<byte> text, out ushort value)
    {
        var isNumber = TryParse(text, out long wide) && wide <= ushort.MaxValue;
        value = isNumber ? (ushort)wide : (ushort)0;
        return isNumber;
    }
}
