// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using FwCorrelate.Network;
using FwCorrelate.Sigma.Parsing;
using NodaTime;
using NodaTime.Text;

namespace FwCorrelate.Sigma.Examples;

/// <summary>Values of an example's fields as their types; what is none is reported with its place.</summary>
internal sealed class FieldValues(RuleErrors errors)
{
    // Records hold nanoseconds in 64 bits, which reach from 1678 to 2262.
    private const int FirstYear = 1700;
    private const int LastYear = 2200;

    public HostAddress Address(ExampleField field) =>
        HostAddress.TryParse(field.Value, out var address) ? address
            : Wrong<HostAddress>(field, "no IP address", "Write one such as 10.0.0.5 or 2001:db8::5.");

    public long Number(ExampleField field, long most) =>
        long.TryParse(field.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
            ? number
            : Wrong<long>(field, string.Create(CultureInfo.InvariantCulture, $"no number from 0 to {most}"), "Write one.");

    public double Real(ExampleField field, double most) =>
        double.TryParse(field.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0 && number <= most
            ? number
            : Wrong<double>(field, string.Create(CultureInfo.InvariantCulture, $"no number from 0 to {most}"), "Write one.");

    public bool Boolean(ExampleField field) => field.Value switch
    {
        "true" => true,
        "false" => false,
        _ => Wrong<bool>(field, "neither true nor false", "Write one of them."),
    };

    public TransportProtocol Protocol(ExampleField field) =>
        TransportProtocolNames.TryParse(Encoding.UTF8.GetBytes(field.Value), out var protocol)
        ? protocol : Wrong<TransportProtocol>(field, "no protocol", "Write tcp, udp, icmp or an IANA number.");

    public Instant Time(ExampleField field) =>
        OffsetDateTimePattern.Rfc3339.Parse(field.Value) is { Success: true, Value.Year: >= FirstYear and <= LastYear } time
        ? time.Value.ToInstant() : Wrong<Instant>(field, "no time", "Write RFC 3339, such as 2026-01-15T03:00:00Z.");

    /// <summary>One of an enumeration's names, without case and underscores.</summary>
    public T Word<T>(ExampleField field)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (string.Equals(value.ToString(), field.Value.Replace("_", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase))
                return value;
        }

        return Wrong<T>(field, "not known here", $"Use one of {string.Join(", ", Enum.GetNames<T>().Select(Written))}.");
    }

    public T Wrong<T>(ExampleField field, string what, string todo)
        where T : struct
    {
        errors.Add(field.Position, $"The value '{Cut(field.Value)}' of '{field.Name}' is {what}.", todo);
        return default;
    }

    public void Refuse(ExampleField field, string why, string todo) => errors.Add(field.Position, $"'{field.Name}' {why}.", todo);

    // ToolCall as results write it: tool_call.
    private static string Written(string name) =>
        string.Concat(
            name.Select((c, i) => char.IsUpper(c) && i > 0 ? $"_{char.ToLowerInvariant(c)}" : char.ToLowerInvariant(c).ToString()));

    private static string Cut(string text) => text.Length <= 60 ? text : text[..59] + "…";
}
