// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Cases;

namespace FwCorrelate.Cli.Mcp;

/// <summary>What a tool was asked; anything that it does not know is refused.</summary>
internal sealed class ToolArguments
{
    private readonly IDictionary<string, JsonElement> _values;

    /// <exception cref="ConfigurationException">One is not known.</exception>
    public ToolArguments(IDictionary<string, JsonElement> values, IReadOnlyList<ToolParameter> known)
    {
        _values = values;
        if (values.Keys.FirstOrDefault(k => known.All(p => p.Name != k)) is { } other)
            throw new ConfigurationException(known.Count == 0 ? $"'{other}' is no argument: none is expected"
                : $"'{other}' is no argument: expected {string.Join(", ", known.Select(p => p.Name))}");
    }

    /// <summary>A text; null where none was given.</summary>
    /// <exception cref="ConfigurationException">It is something else.</exception>
    public string? Text(string name) => _values.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null
        ? value.ValueKind == JsonValueKind.String ? value.GetString()
            : throw new ConfigurationException($"'{name}': expected a text, found {value.GetRawText()}")
        : null;

    /// <exception cref="ConfigurationException">There is none.</exception>
    public string Required(string name) => Text(name) is { Length: > 0 } text ? text
        : throw new ConfigurationException($"'{name}' is missing: expected a text");

    /// <exception cref="ConfigurationException">It is no whole number of that range.</exception>
    public int Number(string name, int least, int most, int otherwise)
    {
        if (!_values.TryGetValue(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return otherwise;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most ? number
            : throw new ConfigurationException(FormattableString.Invariant(
                $"'{name}': expected a whole number from {least} to {most}, found {value.GetRawText()}"));
    }
}
