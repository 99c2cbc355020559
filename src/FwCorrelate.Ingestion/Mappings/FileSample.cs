// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using CsvHelper;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.Mappings;

/// <summary>The first records of a file of an unknown kind, cut into named values as well as its look allows.</summary>
internal sealed class FileSample
{
    private const int MostRecords = 100;
    private const int MostFields = 200;
    private const int MostValues = 5;
    private const int LongestValue = 200;
    private const int Deepest = 3;
    private const string Separators = ",;\t| ";
    private readonly List<string> _names = [];
    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);

    private FileSample(MappedForm form) => Form = form;

    public MappedForm Form { get; private init; }

    public char Separator { get; private set; } = ',';

    /// <summary>Whether the first line of CSV names no columns, so that they were numbered.</summary>
    public bool LacksHeader { get; private set; }

    /// <summary>Names in the order of their first appearance.</summary>
    public IReadOnlyList<string> Names => _names;

    public int Records { get; private set; }

    /// <summary>The first few different values of a name.</summary>
    public IReadOnlyList<string> ValuesOf(string name) => _values[name];

    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static FileSample Of(CaseInput input)
    {
        var head = RecordList.AsLines(InputHead.Read(input, out _));
        var lines = new List<string>();
        foreach (var line in TextHead.Lines(head.Span))
        {
            if (lines.Count < MostRecords + 1)
                lines.Add(Encoding.UTF8.GetString(line).TrimEnd('\r'));
        }

        lines.RemoveAll(string.IsNullOrWhiteSpace);
        var sample = new FileSample(FormOf(lines));
        switch (sample.Form)
        {
            case MappedForm.JsonLines:
                sample.ReadJson(lines);
                break;
            case MappedForm.KeyValue:
                sample.ReadPairs(lines);
                break;
            default:
                sample.ReadRows(lines);
                break;
        }

        return sample;
    }

    private static MappedForm FormOf(List<string> lines)
    {
        if (lines.Count > 0 && lines[0].TrimStart() is ['{' or '[', ..])
            return MappedForm.JsonLines;
        return lines.Count > 0 && lines.Count(l => PairsIn(l) >= 3) * 2 > lines.Count ? MappedForm.KeyValue : MappedForm.Csv;
    }

    private static int PairsIn(string line) => line.Split(' ').Count(w => w.IndexOf('=', StringComparison.Ordinal) is > 0 and < 40);

    private void ReadJson(List<string> lines)
    {
        foreach (var line in lines)
        {
            try
            {
                using var document = LenientJson.Parse(Encoding.UTF8.GetBytes(line));
                if (document.RootElement.ValueKind != JsonValueKind.Object)
                    continue;
                Records++;
                Flatten("", document.RootElement, 0);
            }
            catch (JsonException)
            {
                // The last line of a head is mostly cut.
            }
        }
    }

    private void Flatten(string path, JsonElement value, int depth)
    {
        foreach (var member in value.EnumerateObject())
        {
            var name = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
            if (member.Value.ValueKind == JsonValueKind.Object && depth < Deepest && member.Value.EnumerateObject().Any())
                Flatten(name, member.Value, depth + 1);
            else
                Note(name, member.Value.ValueKind == JsonValueKind.Null ? "" : JsonMembers.TextOrJson(member.Value) ?? "");
        }
    }

    private void ReadPairs(List<string> lines)
    {
        var form = new Mapped.KeyValueForm();
        foreach (var line in lines)
        {
            var sink = new Sink(this);
            if (form.Cut(Encoding.UTF8.GetBytes(line), ref sink) is null)
                Records++;
        }
    }

    private void ReadRows(List<string> lines)
    {
        if (lines.Count == 0)
            return;
        Separator = Separators.MaxBy(s => Math.Min(Cut(lines[0], s).Count, lines.Count > 1 ? Cut(lines[1], s).Count : int.MaxValue));
        var names = Cut(lines[0], Separator);
        LacksHeader = names.Exists(IsValue) || names.Distinct(StringComparer.Ordinal).Count() < names.Count;
        if (LacksHeader)
            names = [.. names.Select((_, i) => $"column_{i + 1}")];
        foreach (var line in lines.Skip(LacksHeader ? 0 : 1))
        {
            var cells = Cut(line, Separator);
            if (cells.Count != names.Count)
                continue;
            Records++;
            for (var i = 0; i < cells.Count; i++)
                Note(names[i], cells[i]);
        }

        foreach (var name in names)
            Note(name, "");
    }

    // A line of names holds no numbers, addresses or times.
    private static bool IsValue(string cell) =>
        cell.Length == 0 || double.TryParse(cell, System.Globalization.CultureInfo.InvariantCulture, out _)
        || Network.HostAddress.TryParse(cell, out _) || (char.IsAsciiDigit(cell[0]) && cell.Contains(':', StringComparison.Ordinal));

    private static List<string> Cut(string line, char separator)
    {
        try
        {
            using var csv = CsvReader.Create(Encoding.UTF8.GetBytes(line),
                new CsvReaderOptions { HasHeader = false, Separator = separator, AllowLineBreaksInQuotes = false });
            return csv.Read() ? [.. Enumerable.Range(0, csv.FieldCount).Select(i => csv.GetString(i))] : [];
        }
        catch (Exception e) when (e is CsvFormatException or FormatException)
        {
            return [];
        }
    }

    private void Note(string name, string value)
    {
        if (!_values.TryGetValue(name, out var values))
        {
            if (_names.Count >= MostFields || name.Length is 0 or > LongestValue)
                return;
            _names.Add(name);
            _values.Add(name, values = []);
        }

        if (value.Length > 0 && values.Count < MostValues && !values.Contains(value))
            values.Add(value.Length > LongestValue ? value[..LongestValue] : value);
    }

    private readonly struct Sink(FileSample sample) : Mapped.ICellSink
    {
        public void Take(scoped ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
            sample.Note(Encoding.UTF8.GetString(name), Encoding.UTF8.GetString(value));
    }
}
