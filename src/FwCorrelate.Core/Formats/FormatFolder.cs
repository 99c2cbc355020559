// SPDX-License-Identifier: Apache-2.0
using System.Reflection;
using System.Text.Json;

namespace FwCorrelate.Formats;

/// <summary>The files that lie beside a reader and are embedded in its assembly: <c>*.painless</c> and <c>samples.jsonl</c>.</summary>
/// <param name="Name">The folder's path within its project.</param>
public sealed record FormatFolder(Assembly Assembly, string Name)
{
    private const string SamplesFile = "samples.jsonl";

    /// <exception cref="InvalidOperationException">The assembly holds no such file.</exception>
    public string Text(string file)
    {
        using var stream = Assembly.GetManifestResourceStream($"{Name}/{file}")
            ?? throw new InvalidOperationException($"{Name}/{file} is not embedded in {Assembly.GetName().Name}: see its project file.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>One JSON object a line: <c>message</c>, and <c>log_format</c> where the format needs a header line.</summary>
    public IReadOnlyList<FormatSample> Samples() =>
        [.. Text(SamplesFile).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Sample)];

    private static FormatSample Sample(string line)
    {
        using var sample = JsonDocument.Parse(line);
        return new FormatSample(
            sample.RootElement.GetProperty("message").GetString()!,
            sample.RootElement.TryGetProperty("log_format", out var header) ? header.GetString() : null);
    }
}
