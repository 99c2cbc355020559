// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Flows;

namespace FwCorrelate.Elastic.Pipelines;

/// <summary>The columns of a log whose records are objects or rows of named values, as a script looks them up.</summary>
/// <param name="record">Columns that a record is made of.</param>
/// <param name="mappings">Columns that go into the document.</param>
/// <param name="computed">Names in the mappings that no column has.</param>
internal sealed class MemberColumns(IReadOnlyList<string> record, IReadOnlyList<FieldMapping> mappings, params string[] computed)
{
    /// <summary>Every column that is read, each at its place.</summary>
    public IReadOnlyList<string> Names { get; } = [.. record.Union(mappings.Select(m => m.Column)).Except(computed).Union(DocumentFunctions.CommonColumns)];

    /// <param name="rowNames">How a record's column may be spelt.</param>
    /// <param name="header">Columns by which a header line is known.</param>
    public JsonObject Parameters(Func<string, IEnumerable<string>> rowNames, IReadOnlyList<string> header) => new()
    {
        ["columns"] = new JsonObject
        {
            ["row"] = Places(record.SelectMany(c => rowNames(c).Select(n => (n, c)))),
            ["fields"] = Places(Names.SelectMany(c => (IEnumerable<(string, string)>)[(c, c), (c.Replace('-', '_'), c)])),
            ["header"] = new JsonArray([.. header.Select(n => (JsonNode)Bare(n))]),
        },
    };

    /// <summary>A name without what spellings differ in.</summary>
    public static string Bare(string name) => name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);

    private JsonObject Places(IEnumerable<(string Name, string Column)> names)
    {
        var places = new JsonObject();
        foreach (var (name, column) in names)
            places[name] = Names.ToList().IndexOf(column);
        return places;
    }
}
