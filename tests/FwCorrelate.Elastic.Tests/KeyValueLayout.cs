// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using NodaTime;

namespace FwCorrelate.Samples;

/// <summary>A log of the tests: <c>name=value</c> pairs apart by one blank.</summary>
internal sealed class KeyValueLayout(params FieldMapping[] mappings) : IRecordLayout
{
    public LogFormat Format { get; } = new("key-value")
    {
        Title = "a log of the tests",
        WorstCaseSlack = Duration.Zero,
        SlackSource = "made up",
        Mappings = mappings,
        NetworkColumns = ["vpc-id", "src_vpc_id"],
    };

    public bool TryGetField(ReadOnlySpan<byte> record, string column, out string value)
    {
        foreach (var (name, text) in Fields(record.ToArray()))
        {
            if (string.Equals(name.Replace('_', '-'), column.Replace('_', '-'), StringComparison.OrdinalIgnoreCase))
            {
                value = text;
                return true;
            }
        }

        value = "";
        return false;
    }

    public IEnumerable<KeyValuePair<string, string>> Fields(ReadOnlyMemory<byte> record)
    {
        foreach (var pair in Encoding.UTF8.GetString(record.Span).Split(' '))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                yield return new(pair[..equals], pair[(equals + 1)..]);
        }
    }
}
