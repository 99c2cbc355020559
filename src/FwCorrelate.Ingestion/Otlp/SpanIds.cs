// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>Trace and span ids in the forms that exporters write, made one: lower-case hex.</summary>
internal static class SpanIds
{
    /// <param name="bytes">16 for trace ids, 8 for span ids.</param>
    /// <returns>Empty where there is none, which all zeros mean too (W3C Trace Context, section 3.2.2.3).</returns>
    public static string Read(JsonElement id, int bytes)
    {
        var text = id.ValueKind switch
        {
            JsonValueKind.String => FromText(id.GetString()!, bytes),
            JsonValueKind.Number => FromDecimal(id.GetRawText(), bytes),
            _ => "",
        };
        return text.AsSpan().IndexOfAnyExcept('0') < 0 ? "" : text;
    }

    public static string FromText(string text, int bytes)
    {
        var hex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        if (hex.Length == bytes * 2 && hex.All(char.IsAsciiHexDigit))
            return hex.ToLowerInvariant();
        // The protobuf JSON mapping of other libraries writes bytes as base64.
        Span<byte> decoded = stackalloc byte[16];
        if (text.Length == (bytes + 2) / 3 * 4 && Convert.TryFromBase64String(text, decoded, out var length) && length == bytes)
            return Convert.ToHexStringLower(decoded[..length]);
        return text;
    }

    // A 128-bit number as a double would merge traces.
    private static string FromDecimal(string digits, int bytes) =>
        UInt128.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value.ToString($"x{bytes * 2}", CultureInfo.InvariantCulture)
            : "";
}
