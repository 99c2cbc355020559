// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FwCorrelate.Documents;

namespace FwCorrelate.Elastic.Store;

/// <summary>
/// Ids of attributions, made of the record's content and the rules: the same whoever pushes them, and whether the record was read from a
/// file or from an index. Records of equal content are told apart by counting them, in the order of the file.
/// </summary>
internal sealed class AttributionIds
{
    private const int Bytes = 20;

    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

    /// <exception cref="FormatException">The line is no attribution.</exception>
    public string Of(ResultLine line)
    {
        var document = line.Json;
        var record =
            $"{line.Required(document, OwnFields.RecordSha256)}\n{ResultLine.TextOf(document, OwnFields.RecordIndex) ?? "0"}";
        var content = $"{record}\n{string.Join(' ', Rules(document))}";
        var number = _seen.GetValueOrDefault(content);
        _seen[content] = number + 1;
        return Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{content}\n{number}"))).AsSpan(0, Bytes));
    }

    private static IEnumerable<string> Rules(JsonElement document) =>
        document.GetProperty("fwcorrelate").TryGetProperty("rules", out var rules) && rules.ValueKind == JsonValueKind.Array
            ? rules.EnumerateArray().Select(r => ResultLine.TextOf(r, "id") ?? string.Empty).Order(StringComparer.Ordinal)
            : [];
}
