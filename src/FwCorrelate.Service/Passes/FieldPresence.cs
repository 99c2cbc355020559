// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Formats;

namespace FwCorrelate.Service.Passes;

/// <summary>
/// Which of the vendors' fields that rules ask for the records of a source have: a rule for a field that none has is blind, it did not look
/// and see nothing.
/// </summary>
/// <remarks>
/// Where a layout names its columns that is exact. JSON is searched for the names as text, all of the first blocks of a file and one record
/// of each later one, so that reading is not slowed; CSV has whatever is asked for.
/// </remarks>
internal sealed class FieldPresence(IReadOnlyList<string> names)
{
    private const int BlocksSearched = 8;
    private readonly byte[][] _quoted = [.. names.Select(n => Encoding.UTF8.GetBytes($"\"{n[(n.LastIndexOf('.') + 1)..]}\""))];
    private readonly Dictionary<string, HashSet<string>> _bySource = new(StringComparer.Ordinal);
    private (string Source, IReadOnlyList<string> Columns)? _lastColumns;
    private (InputFile File, int Blocks)? _lastFile;

    /// <summary>Notes what the records of a batch have.</summary>
    public void Note(string source, FlowBatch batch)
    {
        if (batch.Count == 0 || names.Count == 0)
            return;
        if (!_bySource.TryGetValue(source, out var seen))
            _bySource.Add(source, seen = new HashSet<string>(StringComparer.Ordinal));
        if (batch.File.Source.Addresses is not null)
            seen.UnionWith(names.Where(RegistrationFields.IsOne));
        if (seen.Count == names.Count)
            return;
        if (batch.Layout.FieldNames is { } columns)
            NoteColumns(source, columns, batch.Layout, seen);
        else if (batch.Raw(0).Span is [(byte)'{', ..])
            NoteText(batch, seen);
        else
            seen.UnionWith(names);
    }

    public void Merge(FieldPresence other)
    {
        foreach (var (source, seen) in other._bySource)
        {
            if (!_bySource.TryAdd(source, seen))
                _bySource[source].UnionWith(seen);
        }
    }

    /// <summary>Whether any record of a source has a field.</summary>
    public bool IsHeld(string source, string name) => _bySource.TryGetValue(source, out var seen) && seen.Contains(name);

    /// <summary>Whether any record has a field.</summary>
    public bool IsHeld(string name) => _bySource.Values.Any(s => s.Contains(name));

    private void NoteColumns(string source, IReadOnlyList<string> columns, IRecordLayout layout, HashSet<string> seen)
    {
        if (_lastColumns is { } last && last.Source == source && ReferenceEquals(last.Columns, columns))
            return;
        _lastColumns = (source, columns);
        seen.UnionWith(names.Where(n => ColumnsOf(n, layout).Any(c => columns.Any(known => ColumnNames.Comparer.Equals(known, c)))));
    }

    private void NoteText(FlowBatch batch, HashSet<string> seen)
    {
        var blocks = _lastFile is { } last && ReferenceEquals(last.File, batch.File) ? last.Blocks + 1 : 1;
        _lastFile = (batch.File, blocks);
        var first = batch.Raw(0).Span;
        for (var i = 0; i < names.Count; i++)
        {
            if (!seen.Contains(names[i])
                && ((blocks <= BlocksSearched && IsInAny(batch, _quoted[i])) || IsInRecord(batch.Layout, first, names[i])))
                seen.Add(names[i]);
        }
    }

    private static bool IsInAny(FlowBatch batch, ReadOnlySpan<byte> quoted)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            if (batch.Raw(i).Span.IndexOf(quoted) >= 0)
                return true;
        }

        return false;
    }

    private static bool IsInRecord(IRecordLayout layout, ReadOnlySpan<byte> record, string name)
    {
        foreach (var column in ColumnsOf(name, layout))
        {
            if (layout.TryGetField(record, column, out _))
                return true;
        }

        return false;
    }

    /// <summary>What rules find by a name: the column of that name, and those that are mapped to it.</summary>
    private static IEnumerable<string> ColumnsOf(string name, IRecordLayout layout) =>
        layout.Format.Mappings.Where(m => m.EcsField == name).Select(m => m.Column).Prepend(name);
}
