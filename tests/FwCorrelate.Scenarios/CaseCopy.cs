// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;

namespace FwCorrelate.Scenarios;

/// <summary>A copy of a scenario in a temporary folder, to be rearranged.</summary>
internal sealed class CaseCopy : IDisposable
{
    private CaseCopy(string path) => Path = path;

    public string Path { get; }

    /// <summary>A case without any file.</summary>
    public static CaseCopy Empty() => new(Directory.CreateTempSubdirectory("fwcorrelate-case-").FullName);

    public static CaseCopy Of(string scenario)
    {
        var target = Directory.CreateTempSubdirectory("fwcorrelate-case-").FullName;
        var source = Folders.Scenario(scenario);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = System.IO.Path.Combine(target, System.IO.Path.GetRelativePath(source, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return new CaseCopy(target);
    }

    /// <summary>Writes a file into the case.</summary>
    public void Add(string name, byte[] content)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    /// <summary>Writes a text file into the case.</summary>
    public void Add(string name, string content) => Add(name, System.Text.Encoding.UTF8.GetBytes(content));

    /// <summary>Gives every input but the settings another name in its folder, so that they come in another order.</summary>
    public void RenameFiles(int seed)
    {
        foreach (var file in Inputs())
            File.Move(file, System.IO.Path.Combine(System.IO.Path.GetDirectoryName(file)!, $"f{Mix(seed, file):x8}"));
    }

    /// <summary>Puts the lines of every input into another order; a header line stays first.</summary>
    public void ShuffleLines(int seed)
    {
        foreach (var file in Inputs())
        {
            var isGzip = file.EndsWith(".gz", StringComparison.Ordinal);
            var lines = Read(file, isGzip).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var headers = lines[0].StartsWith('{') ? 0 : 1;
            var shuffled = lines.Take(headers).Concat(lines.Skip(headers).Select((line, i) => (line, Key: Mix(seed, $"{i} {line}"))).OrderBy(l => l.Key).Select(l => l.line));
            Write(file, string.Join('\n', shuffled) + "\n", isGzip);
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private IEnumerable<string> Inputs() => Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories)
        .Where(f => f.EndsWith(".log", StringComparison.Ordinal) || f.EndsWith(".gz", StringComparison.Ordinal)
            || f.EndsWith(".jsonl", StringComparison.Ordinal) || f.EndsWith(".csv", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();

    private static string Read(string file, bool isGzip)
    {
        using var stored = File.OpenRead(file);
        using Stream text = isGzip ? new GZipStream(stored, CompressionMode.Decompress) : stored;
        return new StreamReader(text).ReadToEnd();
    }

    private static void Write(string file, string content, bool isGzip)
    {
        using var stored = File.Create(file);
        using Stream text = isGzip ? new GZipStream(stored, CompressionLevel.Fastest) : stored;
        using var writer = new StreamWriter(text);
        writer.Write(content);
    }

    private static uint Mix(int seed, string text)
    {
        var hash = (uint)seed ^ 2166136261;
        foreach (var c in text)
            hash = (hash ^ c) * 16777619;
        return hash;
    }
}
