// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Scenarios;

/// <summary>A scenario whose logs, traces and leases are documents, file by file, with the same settings.</summary>
internal sealed class CaseDocuments : IDisposable
{
    private CaseDocuments(string path) => Path = path;

    public string Path { get; }

    public static CaseDocuments Of(string scenario)
    {
        var target = Directory.CreateTempSubdirectory("fwcorrelate-documents-").FullName;
        var source = Folders.Scenario(scenario);
        foreach (var log in Directory.EnumerateFiles(System.IO.Path.Combine(source, "logs"), "*", SearchOption.AllDirectories))
        {
            // Only the NAT border's stamps are without a zone; the others are not touched by one.
            var name = System.IO.Path.GetRelativePath(source, log).Replace(".gz", "", StringComparison.Ordinal);
            Write(target, name + ".jsonl", "flows", log, "--format", "jsonl", "--original", "--zone", "alibaba-cloud-firewall=Asia/Shanghai");
        }

        Write(target, "timeline/timeline.jsonl", "timeline", source, "--format", "jsonl");
        File.Copy(System.IO.Path.Combine(source, "case.yml"), System.IO.Path.Combine(target, "case.yml"));
        return new CaseDocuments(target);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static void Write(string folder, string name, params string[] arguments)
    {
        var run = ProgramRun.Of(arguments);
        Assert.AreEqual(0, run.Code, run.Error);
        var path = System.IO.Path.Combine(folder, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, run.Output);
    }
}
