// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FwCorrelate.Elastic.Kibana.Package;

/// <summary>
/// JSON values as YAML in block style, for the files of a package that people read. Texts that YAML would take for something else are
/// quoted.
/// </summary>
internal static partial class YamlText
{
    public static string Of(JsonNode node)
    {
        var text = new StringBuilder();
        Write(text, node, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonNode node, int indent)
    {
        switch (node)
        {
            case JsonObject properties:
                foreach (var (name, value) in properties)
                    WriteEntry(text.Append(' ', indent).Append(Scalar(name)).Append(':'), value, indent + 2);
                break;
            case JsonArray items:
                foreach (var item in items)
                    WriteItem(text.Append(' ', indent).Append("- "), item, indent + 2);
                break;
            default:
                text.Append(' ', indent).Append(Scalar(node)).Append('\n');
                break;
        }
    }

    private static void WriteEntry(StringBuilder text, JsonNode? value, int indent)
    {
        if (value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
            Write(text.Append('\n'), value, indent);
        else
            text.Append(' ').Append(Scalar(value)).Append('\n');
    }

    // The first line of an item stands behind its dash.
    private static void WriteItem(StringBuilder text, JsonNode? item, int indent)
    {
        if (item is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
        {
            var inner = new StringBuilder();
            Write(inner, item, indent);
            text.Append(inner, indent, inner.Length - indent);
        }
        else
        {
            text.Append(Scalar(item)).Append('\n');
        }
    }

    private static string Scalar(JsonNode? value) =>
        value is null ? "null" : value is JsonValue text
            && text.TryGetValue<string>(out var plain) ? Scalar(plain) : KibanaObjects.Text(value);

    private static string Scalar(string text) =>
        Plain().IsMatch(text) && !Reserved().IsMatch(text) ? text : KibanaObjects.Text(JsonValue.Create(text));

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_./-]*( [A-Za-z0-9_./,-]+)*$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Plain();

    [GeneratedRegex("^(true|false|yes|no|on|off|null|y|n)$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Reserved();
}
