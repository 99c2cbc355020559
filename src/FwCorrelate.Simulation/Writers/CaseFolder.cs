// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Simulation.Truth;
using FwCorrelate.Simulation.World;

namespace FwCorrelate.Simulation.Writers;

/// <summary>A case in memory, and what is true of its records.</summary>
internal sealed class CaseFolder(EvidenceJudge judge)
{
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly List<TruthLine> _truth = [];

    /// <summary>By path.</summary>
    public IReadOnlyDictionary<string, byte[]> Files => _files;

    /// <summary>By file, then line.</summary>
    public IReadOnlyList<TruthLine> Truth => [.. _truth.OrderBy(t => t.File, StringComparer.Ordinal).ThenBy(t => t.Line)];

    /// <summary>Adds a text file with LF line ends; a path that ends in <c>.gz</c> is wrapped.</summary>
    public void Add(string path, IEnumerable<string> lines)
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\n")));
        _files.Add(path, path.EndsWith(".gz", StringComparison.Ordinal) ? StoredGzip.Wrap(text) : text);
    }

    /// <summary>Adds a log; lines without a connection (headers, NODATA) have no truth.</summary>
    /// <param name="decided">What is known better than by <paramref name="visibility"/>; null of a connection where nothing is.</param>
    public void AddLog(
        string path, Visibility visibility, IReadOnlyList<(string Line, SimulatedConnection? Connection)> records,
        Func<SimulatedConnection, Decision?>? decided = null)
    {
        Add(path, records.Select(r => r.Line));
        for (var i = 0; i < records.Count; i++)
        {
            if (records[i].Connection is { } connection)
            {
                var decision = decided?.Invoke(connection) ?? judge.Judge(connection, visibility);
                _truth.Add(new TruthLine(path, i + 1, connection.Cause, decision));
            }
        }
    }
}
