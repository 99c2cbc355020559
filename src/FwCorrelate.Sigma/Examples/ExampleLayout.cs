// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using NodaTime;

namespace FwCorrelate.Sigma.Examples;

/// <summary>
/// The raw text of an example: its fields as one JSON object, in which the vendor's columns are those of the names written.
/// </summary>
internal sealed class ExampleLayout : IRecordLayout
{
    public static ExampleLayout Instance { get; } = new();

    public LogFormat Format { get; } = new("example")
    {
        Title = "an example of a rule",
        WorstCaseSlack = Duration.Zero,
        SlackSource = "it has no clock",
    };

    public static byte[] Write(IEnumerable<ExampleField> fields)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            foreach (var field in fields)
                writer.WriteString(field.Name, string.Join(", ", field.Values));
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    public bool TryGetField(ReadOnlySpan<byte> record, string column, out string value)
    {
        var wanted = Folded(column);
        foreach (var (name, found) in Fields(record.ToArray()))
        {
            if (Folded(name) != wanted)
                continue;
            value = found;
            return true;
        }

        value = "";
        return false;
    }

    public IEnumerable<KeyValuePair<string, string>> Fields(ReadOnlyMemory<byte> record)
    {
        using var document = JsonDocument.Parse(record);
        return [.. document.RootElement.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, p.Value.GetString()!))];
    }

    private static string Folded(string name) => name.Replace('-', '_').ToLowerInvariant();
}
