// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Service;
using FwCorrelate.Service.Results;

namespace FwCorrelate.Serving.Tests;

/// <summary>A case that is written bit by bit into a folder, a service over it, and what both ways of judging it say at the end.</summary>
internal sealed class LiveCase : IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private readonly List<(string File, byte[] Bytes)> _rest = [];

    /// <param name="files">By path.</param>
    /// <param name="seed">Of the order in which their lines are written: those of one file in theirs, files in any.</param>
    public LiveCase(IReadOnlyDictionary<string, byte[]> files, ulong seed)
    {
        var queues = new List<Queue<(string, byte[])>>();
        foreach (var (path, content) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(FileOf(path))!);
            if (path.StartsWith("case.", StringComparison.Ordinal) || path.EndsWith(".csv", StringComparison.Ordinal) || path.EndsWith(".gz", StringComparison.Ordinal))
                File.WriteAllBytes(FileOf(path), content);
            else
                queues.Add(new Queue<(string, byte[])>(Lines(content).Select(l => (path, l))));
        }

        while (queues.Count > 0)
        {
            seed = (seed * 6364136223846793005) + 1442695040888963407;
            var queue = queues[(int)((seed >> 33) % (ulong)queues.Count)];
            _rest.Add(queue.Dequeue());
            if (queue.Count == 0)
                queues.Remove(queue);
        }

        Total = _rest.Count;
    }

    public int Total { get; }

    public string Folder => _scratch["case"];

    public string Output => _scratch["out"];

    public string State => _scratch["state"];

    public ServiceSettings Settings => new()
    {
        Investigation = new InvestigationOptions { CasePath = Folder },
        OutputFolder = Output,
        StateFolder = State,
    };

    /// <summary>Writes so many more lines, the last of them in two halves.</summary>
    /// <param name="between">Called between the halves.</param>
    public void Write(int lines, Action? between = null)
    {
        foreach (var (file, bytes) in _rest.Take(lines).SkipLast(1))
            Append(file, bytes);
        if (lines > 0 && _rest.Count > 0)
        {
            var (file, bytes) = _rest[Math.Min(lines, _rest.Count) - 1];
            Append(file, bytes[..(bytes.Length / 2)]);
            between?.Invoke();
            Append(file, bytes[(bytes.Length / 2)..]);
        }

        _rest.RemoveRange(0, Math.Min(lines, _rest.Count));
    }

    /// <summary>The incidents that <c>investigate</c> finds in the folder, by id.</summary>
    public SortedDictionary<string, string> Investigated()
    {
        var folder = _scratch["investigated"];
        using var result = Investigation.Run(new InvestigationOptions { CasePath = Folder });
        OutputFolder.Write(result, folder, force: true);
        return Standing(File.ReadLines(Path.Combine(folder, OutputFiles.Incidents)));
    }

    /// <summary>The last revisions that the service told, by id; revisions must follow each other without gap or repetition.</summary>
    public SortedDictionary<string, string> Told()
    {
        var lines = File.ReadAllLines(Path.Combine(Output, OutputFiles.Incidents));
        foreach (var incident in lines.Select(l => JsonNode.Parse(l)!["fwcorrelate"]!["incident"]!).GroupBy(i => (string)i["id"]!))
            Assert.AreSequenceEqual(Enumerable.Range(1, incident.Count()), incident.Select(i => (int)i["revision"]!), incident.Key);
        return Standing(lines);
    }

    public void Dispose() => _scratch.Dispose();

    // Which revision it is, and what came before, is of the way there and not of the result. What may be said against an incident is made of
    // results only: every weight that changes would make a revision.
    private static SortedDictionary<string, string> Standing(IEnumerable<string> lines)
    {
        var standing = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var document = JsonNode.Parse(line)!;
            var incident = (JsonObject)document["fwcorrelate"]!["incident"]!;
            var id = (string)incident["id"]!;
            incident.Remove("revision");
            incident.Remove("supersedes");
            foreach (var review in (string[])["why", "calls"])
                ((JsonObject)document["fwcorrelate"]!).Remove(review);
            if ((string?)incident["status"] is "superseded" or "retracted")
                standing.Remove(id);
            else
                standing[id] = document.ToJsonString();
        }

        return standing;
    }

    private string FileOf(string path) => Path.Combine([Folder, .. path.Split('/')]);

    private void Append(string file, byte[] bytes)
    {
        using var stream = new FileStream(FileOf(file), FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        stream.Write(bytes);
    }

    private static IEnumerable<byte[]> Lines(byte[] content)
    {
        for (var start = 0; start < content.Length;)
        {
            var length = content.AsSpan(start).IndexOf((byte)'\n') + 1;
            var end = length == 0 ? content.Length : start + length;
            yield return content[start..end];
            start = end;
        }
    }
}
