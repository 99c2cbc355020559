// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Events;

/// <summary>
/// Every way in which a JSON object may spell the fields that rules name: <c>a.b.c</c> is <c>"a.b.c"</c>, <c>"a.b"</c> with
/// <c>"c"</c> inside, and so on. What lies behind <c>a.b</c> is one node, however it was reached.
/// </summary>
internal sealed class JsonFieldTree
{
    /// <summary>Dots in a name. The edges of a name grow with the square of its dots.</summary>
    public const int MaxDots = 16;

    private readonly Dictionary<string, JsonNames> _nodes = new(StringComparer.Ordinal);
    private int _edges;

    /// <param name="fields">Names; the first is field 1.</param>
    public JsonFieldTree(IReadOnlyList<string> fields)
    {
        Root = Node("");
        for (var i = 0; i < fields.Count; i++)
            Add(fields[i], i + 1);
        foreach (var node in _nodes.Values)
            node.Close();
    }

    public JsonNames Root { get; }

    /// <summary>Number of edges.</summary>
    public int Edges => _edges;

    private JsonNames Node(string prefix)
    {
        if (!_nodes.TryGetValue(prefix, out var node))
            _nodes.Add(prefix, node = new JsonNames());
        return node;
    }

    /// <summary>
    /// Nodes begin at the name's start and behind each dot but a leading one; edges lead from each to every later dot and to the end.
    /// </summary>
    private void Add(string field, int number)
    {
        int[] cuts = [.. Enumerable.Range(1, Math.Max(field.Length - 1, 0)).Where(i => field[i] == '.')];
        foreach (var start in cuts.Select(c => c + 1).Prepend(0))
        {
            var node = Node(field[..start]);
            foreach (var cut in cuts.Where(c => c > start))
                node.Add(field[start..cut], ref _edges).Inner = Node(field[..(cut + 1)]);
            node.Add(field[start..], ref _edges).Field = number;
        }
    }
}
