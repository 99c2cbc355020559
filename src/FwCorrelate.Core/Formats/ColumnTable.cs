// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Formats;

/// <summary>The columns that a record is made of, found by the bytes of their names.</summary>
/// <typeparam name="TColumn">What the reader calls them.</typeparam>
public sealed class ColumnTable<TColumn>
    where TColumn : struct, Enum
{
    private const int MaxFoldedName = 64;
    private readonly WordEntries _entries;
    private readonly TColumn[] _columns;
    private readonly (TColumn Column, string Name)[] _given;
    private readonly WordEntries _parents;

    // Where the names of each length start among the entries, which are in that order. Most of the members of a line are no column.
    private readonly int[] _starts;

    public ColumnTable(ColumnSpelling spelling, params (TColumn Column, string Name)[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Spelling = spelling;
        _given = columns;
        Parents = [.. columns.SelectMany(c => ParentsOf(c.Name)).Distinct(StringComparer.Ordinal)];
        _parents = new WordEntries(Parents);
        Names = [.. columns.Select(c => c.Name)];
        var ordered = columns.Select(c => (c.Column, Name: spelling == ColumnSpelling.Any ? ColumnText.Bare(c.Name) : c.Name))
            .OrderBy(c => c.Name.Length).ToArray();
        _entries = new WordEntries([.. ordered.Select(c => c.Name)]);
        _columns = [.. ordered.Select(c => c.Column)];
        var longest = ordered.Length == 0 ? 0 : ordered[^1].Name.Length;
        _starts = [.. Enumerable.Range(0, longest + 2).Select(length => ordered.Count(c => c.Name.Length < length))];
    }

    /// <summary>As the vendor's documentation spells them, in the order in which they were given.</summary>
    public IReadOnlyList<string> Names { get; }

    public ColumnSpelling Spelling { get; }

    /// <summary>What each name means, in the order in which they were given.</summary>
    public IReadOnlyList<(TColumn Column, string Name)> Given => _given;

    /// <summary>Paths of the objects that columns stand within.</summary>
    public IReadOnlyList<string> Parents { get; }

    /// <summary>The column of a name; null where no record is made of it.</summary>
    public TColumn? Find(scoped ReadOnlySpan<byte> name)
    {
        Span<byte> folded = stackalloc byte[MaxFoldedName];
        scoped var text = Spelling == ColumnSpelling.Any ? Fold(name, folded) : name;
        if (text.Length >= _starts.Length - 1)
            return null;
        var at = _entries.IndexOf(text, _starts[text.Length], _starts[text.Length + 1]);
        return at < 0 ? null : _columns[at];
    }

    /// <summary>Whether a column stands within the object of that path (<c>flow</c> holds <c>flow.start</c>).</summary>
    public bool HasWithin(scoped ReadOnlySpan<byte> path) => _parents.IndexOf(path) >= 0;

    /// <summary>How the vendor calls a column, the first of its names; empty where it has none.</summary>
    public string NameOf(TColumn column) =>
        _given.FirstOrDefault(c => EqualityComparer<TColumn>.Default.Equals(c.Column, column)).Name ?? "";

    private static IEnumerable<string> ParentsOf(string name)
    {
        for (var at = name.IndexOf('.', StringComparison.Ordinal); at >= 0; at = name.IndexOf('.', at + 1))
            yield return name[..at];
    }

    private static ReadOnlySpan<byte> Fold(scoped ReadOnlySpan<byte> name, Span<byte> folded)
    {
        var length = 0;
        foreach (var b in name)
        {
            if (b is (byte)'-' or (byte)'_')
                continue;
            if (length == folded.Length)
                return default;
            folded[length++] = b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b;
        }

        return folded[..length];
    }
}
