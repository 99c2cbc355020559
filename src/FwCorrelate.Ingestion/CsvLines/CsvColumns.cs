// SPDX-License-Identifier: Apache-2.0
using System.Text;
using CsvHelper;
using FwCorrelate.Formats;

namespace FwCorrelate.Ingestion.CsvLines;

/// <summary>The columns that a header line of a CSV file names (RFC 4180), in their order.</summary>
internal sealed class CsvColumns
{
    private const int MostColumns = 256;
    private readonly byte[][] _names;

    private CsvColumns(string header, List<string> names)
    {
        Header = header;
        Names = names;
        _names = [.. names.Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>The header line as it stands in the file.</summary>
    public string Header { get; }

    public IReadOnlyList<string> Names { get; }

    public int Count => _names.Length;

    public ReadOnlySpan<byte> this[int column] => _names[column];

    /// <summary>Rows without line breaks within quotes: the lines of a log are its records.</summary>
    public static CsvReaderOptions Options { get; } = new()
    {
        HasHeader = false,
        SkipEmptyLines = false,
        AllowLineBreaksInQuotes = false,
        Encoding = Encoding.UTF8,
    };

    /// <summary>Reads a header line; null where it names a column twice, or too many.</summary>
    public static CsvColumns? Read(string header)
    {
        using var csv = CsvReader.Create(Encoding.UTF8.GetBytes(header), Options);
        if (!csv.Read() || csv.FieldCount > MostColumns)
            return null;
        var names = new List<string>(csv.FieldCount);
        for (var i = 0; i < csv.FieldCount; i++)
            names.Add(csv.GetString(i).Trim());
        return names.Distinct(StringComparer.OrdinalIgnoreCase).Count() == names.Count ? new CsvColumns(header, names) : null;
    }

    /// <summary>
    /// Whether a line names all the columns, in any order, <c>_</c>, <c>-</c> and case aside; cheap to refuse what is no header.
    /// </summary>
    public static bool IsHeader(ReadOnlySpan<byte> line, IReadOnlyList<string> required)
    {
        if (line.Length is 0 or > 8192 || line[0] is (byte)'{' or (byte)'[' || line.IndexOf((byte)',') < 0)
            return false;
        var names = Encoding.UTF8.GetString(line).Split(',').Select(n => ColumnText.Bare(n.Trim(' ', '"')))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var name in required)
        {
            if (!names.Contains(ColumnText.Bare(name)))
                return false;
        }

        return Read(Encoding.UTF8.GetString(line)) is not null;
    }
}
