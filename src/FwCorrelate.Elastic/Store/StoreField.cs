// SPDX-License-Identifier: Apache-2.0
using System.Reflection;

namespace FwCorrelate.Elastic.Store;

/// <summary>
/// A field that documents may have. <c>fields.csv</c> is the one table of them: those of ECS 9.4.0 that our documents, their vendors and
/// usual shippers set, and our own. Mappings are made of it, and strict: a field that is not in it is refused. The constants by which code
/// names fields are made of it too; what stands there as <c>printed</c> is in what commands print, and in no index.
/// </summary>
/// <param name="Name">Dotted.</param>
/// <param name="Type">
/// Mapping type that both engines have: keyword, long, float, boolean, date, ip, geo_point, text; or <c>unindexed</c>, which is kept but
/// cannot be searched.
/// </param>
public sealed record StoreField(string Name, string Type)
{
    /// <summary>
    /// Longer keywords are stored, but not found: Lucene refuses terms of more than 32,766 bytes, and with them the document. Where it
    /// matters, ask for <c>_ignored</c> too.
    /// </summary>
    public const int LongestKeyword = 8_191;

    private const string Table = "Store/fields.csv";
    private const string Everywhere = "*";

    private static readonly (StoreField Field, string[] Streams)[] All = Read();

    /// <summary>In the documents of every stream.</summary>
    public static IReadOnlyList<StoreField> Common { get; } = [.. All.Where(f => f.Streams is [Everywhere]).Select(f => f.Field)];

    /// <summary>Only in those of <paramref name="stream"/>, such as <c>flow</c>, or <c>incident</c>.</summary>
    public static IReadOnlyList<StoreField> Of(string stream) => [.. All.Where(f => f.Streams.Contains(stream)).Select(f => f.Field)];

    private static (StoreField Field, string[] Streams)[] Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Table)!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(l => l.Split(','))
            .Select(c => (new StoreField(c[0], c[1]), c[2].Split(' ')))];
    }
}
