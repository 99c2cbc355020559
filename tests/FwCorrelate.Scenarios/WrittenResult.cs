// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Service;
using FwCorrelate.Service.Results;

namespace FwCorrelate.Scenarios;

/// <summary>A result written into a temporary folder.</summary>
internal sealed class WrittenResult : IDisposable
{
    private WrittenResult(string path) => Path = path;

    public string Path { get; }

    public static WrittenResult Of(string casePath)
    {
        var folder = Directory.CreateTempSubdirectory("fwcorrelate-result-").FullName;
        using var result = Investigation.Run(new InvestigationOptions { CasePath = casePath });
        OutputFolder.Write(result, folder, force: true);
        return new WrittenResult(folder);
    }

    /// <summary>One that the program wrote there.</summary>
    public static WrittenResult At(string folder) => new(folder);

    public IReadOnlyList<JsonElement> Incidents() => Read(OutputFiles.Incidents);

    public IReadOnlyList<JsonElement> Attributions() => Read(OutputFiles.Attributions);

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private IReadOnlyList<JsonElement> Read(string name) =>
        [.. File.ReadLines(System.IO.Path.Combine(Path, name)).Select(l => JsonDocument.Parse(l).RootElement)];
}
