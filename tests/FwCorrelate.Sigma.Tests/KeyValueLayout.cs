// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using NodaTime;

namespace FwCorrelate.Sigma.Tests;

/// <summary>A format for tests: <c>name=value</c> pairs separated by tabs.</summary>
internal sealed class KeyValueLayout : IRecordLayout
{
    public static KeyValueLayout Instance { get; } = new();

    /// <summary>The names that records have; null where they may have any.</summary>
    public IReadOnlyList<string>? FieldNames { get; init; }

    public LogFormat Format { get; } = new("key-value")
    {
        Title = "a log of the tests",
        WorstCaseSlack = Duration.Zero,
        SlackSource = "made up",
        Mappings = [new("verdict", "event.action"), new("signature", "rule.name")],
    };

    public bool TryGetField(ReadOnlySpan<byte> record, string column, out string value)
    {
        foreach (var pair in record.Split((byte)'\t'))
        {
            var text = record[pair];
            var equals = text.IndexOf((byte)'=');
            if (equals < 0 || !Ascii.EqualsIgnoreCase(text[..equals], column))
                continue;
            value = Encoding.UTF8.GetString(text[(equals + 1)..]);
            return value.Length > 0;
        }

        value = "";
        return false;
    }

    public IEnumerable<KeyValuePair<string, string>> Fields(ReadOnlyMemory<byte> record) =>
        Encoding.UTF8.GetString(record.Span).Split('\t', StringSplitOptions.RemoveEmptyEntries)
            .Select(p => p.Split('=', 2)).Select(p => new KeyValuePair<string, string>(p[0], p[1]));
}
