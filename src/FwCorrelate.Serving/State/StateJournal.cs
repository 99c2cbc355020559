// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;

namespace FwCorrelate.Serving.State;

/// <summary>
/// Commits since a checkpoint, one line each, written before the tables are: a checkpoint and the journal after it give the state once
/// more. A line carries its checksum; one that is cut off was never committed.
/// </summary>
internal static class StateJournal
{
    /// <summary>Lower-case hex of a SHA-256, and a blank.</summary>
    private const int ChecksumLength = 65;

    public static void Append(string file, long commit, IReadOnlyList<StateChange> changes)
    {
        var text = $"{commit.ToString(CultureInfo.InvariantCulture)} {JsonSerializer.Serialize(changes, StateJson.Options)}";
        using var stream = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.Read);

        // What an earlier attempt left unfinished must not run into this line.
        var line = stream.Length == 0 ? "" : "\n";
        stream.Write(System.Text.Encoding.UTF8.GetBytes($"{line}{StateTables.ChecksumOf("journal", "", text)} {text}\n"));
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Commits of a journal that are whole, in order; of two with one number, the later.</summary>
    public static IReadOnlyList<(long Commit, IReadOnlyList<StateChange> Changes)> Read(string file)
    {
        var commits = new SortedDictionary<long, IReadOnlyList<StateChange>>();
        foreach (var line in File.Exists(file) ? File.ReadLines(file) : [])
        {
            if (line.Length <= ChecksumLength
                || StateTables.ChecksumOf("journal", "", line[ChecksumLength..]) != line[..(ChecksumLength - 1)])
                continue;
            var blank = line.IndexOf(' ', ChecksumLength);
            commits[long.Parse(line[ChecksumLength..blank], CultureInfo.InvariantCulture)] =
                JsonSerializer.Deserialize<List<StateChange>>(line[(blank + 1)..], StateJson.Options)!;
        }

        return [.. commits.Select(c => (c.Key, c.Value))];
    }
}
