// SPDX-License-Identifier: Apache-2.0
using System.Reflection;
using System.Text;

namespace FwCorrelate.Simulation;

/// <summary>A synthetic investigation whose truth is known. One seed gives the same bytes on every machine.</summary>
public abstract class Scenario
{
    private protected Scenario()
    {
    }

    /// <summary>Name on the command line and in <c>fixtures/scenarios</c>.</summary>
    public abstract string Name { get; }

    /// <summary>One line for people.</summary>
    public abstract string Summary { get; }

    /// <summary>Seed of the committed fixture.</summary>
    public abstract ulong DefaultSeed { get; }

    /// <summary>Whether <c>fixtures/scenarios</c> holds it; a case that is too large to keep is made where it is needed.</summary>
    public virtual bool HasFixture => true;

    /// <summary>Makes the case in memory.</summary>
    public abstract GeneratedCase Generate(ulong seed);

    /// <summary>Writes the case folder and, beside it, its truth. Files of the same names are replaced, others are left alone.</summary>
    /// <param name="truthFile">Where the truth goes: outside the case, for no reader of the case may see it.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be written.</exception>
    public void Write(string folder, string truthFile, ulong seed)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrEmpty(truthFile);
        var made = Generate(seed);
        foreach (var (path, content) in made.Files)
            WriteFile(Path.Combine([folder, .. path.Split('/')]), content);
        WriteFile(truthFile, made.Truth.ToArray());
    }

    /// <summary>Lines of a text that the scenario ships with, such as its README.</summary>
    private protected IEnumerable<string> Text(string file)
    {
        var name = $"{Name}/{file}";
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly lacks the text {name}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().TrimEnd('\n').Split('\n');
    }

    private static void WriteFile(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllBytes(path, content);
    }
}

/// <summary>A case in memory.</summary>
/// <param name="Files">Content by path; paths are relative to the case, with <c>/</c>.</param>
/// <param name="Truth">The truth as JSON lines, sorted by file, then line; <c>fixtures/README.md</c> describes them.</param>
public sealed record GeneratedCase(IReadOnlyDictionary<string, byte[]> Files, ReadOnlyMemory<byte> Truth);
