// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace FwCorrelate.Scenarios.Hostile;

/// <summary>A copy of a case that an attacker made, from the folder beside the repository, with the few rules that it needs.</summary>
internal sealed class HostileCase : IDisposable
{
    private readonly string _rules = SharedCases.Path("hostile/_rules");

    private HostileCase(string folder) => Folder = folder;

    /// <summary>What the case lies in, beside the folders that its tests make.</summary>
    public string Folder { get; }

    public string Path => System.IO.Path.Combine(Folder, "case");

    public static HostileCase Of(string name)
    {
        var source = SharedCases.Path("hostile/" + name);
        var target = Directory.CreateTempSubdirectory("fwcorrelate-hostile-").FullName;
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = System.IO.Path.Combine(target, System.IO.Path.GetRelativePath(source, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            File.WriteAllBytes(copy, File.ReadAllBytes(file));
        }

        return new HostileCase(target);
    }

    public ProgramRun Investigate(params string[] more) =>
        ProgramRun.Of(["investigate", Path, "--no-default-rules", "--rules", _rules, "--format", "jsonl", .. more]);

    /// <summary>The incidents that a run told.</summary>
    public static List<JsonElement> Incidents(ProgramRun run) =>
        [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];

    /// <summary>The attribution of the incident about a target.</summary>
    public static JsonElement Attribution(ProgramRun run, string target) =>
        Incidents(run).Select(i => i.GetProperty("fwcorrelate")).Single(i => i.GetProperty("target").GetString() == target).GetProperty("attribution");

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
