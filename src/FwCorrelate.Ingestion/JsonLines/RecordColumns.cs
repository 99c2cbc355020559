// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Formats;

namespace FwCorrelate.Ingestion.JsonLines;

/// <summary>The columns of one record by name, kept because whoever asks for one mostly asks for more.</summary>
/// <param name="isAbsent">Whether the source marks the value of a column as absent.</param>
/// <param name="isNested">Whether members of inner objects are columns too.</param>
internal sealed class RecordColumns(ReadOnlySpan<byte> record, Func<string, string, bool> isAbsent, bool isNested = false)
{
    private readonly byte[] _record = record.ToArray();
    private readonly Dictionary<string, string> _values = Present(record, isAbsent, isNested);

    public bool IsOf(ReadOnlySpan<byte> record) => record.SequenceEqual(_record);

    /// <summary>The first value of a column that is there.</summary>
    public bool TryGet(string column, out string value)
    {
        var isFound = _values.TryGetValue(column, out var found);
        value = found ?? "";
        return isFound;
    }

    private static Dictionary<string, string> Present(ReadOnlySpan<byte> record, Func<string, string, bool> isAbsent, bool isNested)
    {
        var values = new Dictionary<string, string>(ColumnNames.Comparer);
        foreach (var (name, value) in JsonFields.Read(record, isNested))
        {
            if (!isAbsent(name, value))
                values.TryAdd(name, value);
        }

        return values;
    }
}
