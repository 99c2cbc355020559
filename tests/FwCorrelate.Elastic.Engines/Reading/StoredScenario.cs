// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Engines.Kibana;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Store;

namespace FwCorrelate.Elastic.Engines.Reading;

/// <summary>
/// A scenario's logs and timeline as documents in an engine, with a case folder that names their indices. Disposing deletes the folder.
/// </summary>
internal sealed class StoredScenario : IDisposable
{
    private StoredScenario(string path) => Path = path;

    /// <summary>A case folder that holds nothing but settings.</summary>
    public string Path { get; }

    public static async Task<StoredScenario> StoreAsync(ISearchEngine engine, string scenario, CancellationToken cancellationToken)
    {
        var source = System.IO.Path.Combine(Repository.Root, "fixtures", "scenarios", scenario);
        var (flows, calls) = (EngineServer.Unique($"flows-{scenario}"), EngineServer.Unique($"calls-{scenario}"));
        var records = Directory.EnumerateFiles(System.IO.Path.Combine(source, "logs"), "*", SearchOption.AllDirectories)
            .SelectMany(f => Lines(source, f, "flows", f, "--format", "jsonl", "--original", "--zone", "alibaba-cloud-firewall=Asia/Shanghai"));
        await AddAsync(engine, flows, ["flow", "alert"], records, cancellationToken);
        await AddAsync(engine, calls, ["tool_call"], Lines(source, "", "timeline", source, "--format", "jsonl"), cancellationToken);
        var folder = Directory.CreateTempSubdirectory("fwcorrelate-indexed-").FullName;
        var settings = await File.ReadAllTextAsync(System.IO.Path.Combine(source, "case.yml"), cancellationToken);
        var sources = $"sources:\n  aws-vpc-flow: 'elastic:{flows}'\n  calls: 'elastic:{calls}'\n";
        settings = settings.Contains("sources:\n", StringComparison.Ordinal) ? settings.Replace("sources:\n", sources, StringComparison.Ordinal) : settings + sources;
        await File.WriteAllTextAsync(System.IO.Path.Combine(folder, "case.yml"), settings, cancellationToken);
        return new StoredScenario(folder);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    // Each record keeps the name of its file, by which the case names sources.
    private static IEnumerable<string> Lines(string source, string file, params string[] arguments)
    {
        var run = ProgramRun.Of(arguments);
        Assert.AreEqual(0, run.Code, run.Error);
        var name = file.Length == 0 ? null : System.IO.Path.GetRelativePath(source, file).Replace('\\', '/');
        foreach (var line in run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (name is null)
            {
                yield return line;
                continue;
            }

            var document = JsonNode.Parse(line)!;
            document["fwcorrelate"]!["record"]!["file"] = name;
            yield return document.ToJsonString();
        }
    }

    private static async Task AddAsync(ISearchEngine engine, string index, IReadOnlyList<string> streams, IEnumerable<string> documents, CancellationToken cancellationToken)
    {
        var mapping = StoreMapping.Of(StoreField.Common.Concat(streams.SelectMany(StoreField.Of)).DistinctBy(f => f.Name));
        mapping["dynamic"] = "strict";
        var body = new JsonObject { ["settings"] = new JsonObject { ["number_of_replicas"] = 0 }, ["mappings"] = mapping };
        (await engine.SendAsync(HttpMethod.Put, index, EngineBody.Json(body), cancellationToken)).Required($"make {index}");
        await using var writer = new BulkWriter(engine, r => Assert.Fail($"{r.Document.Id}: {r.Reason}"), TimeProvider.System);
        var id = 0;
        foreach (var document in documents)
            await writer.AddAsync(BulkDocument.Create(index, $"d{id++}", Encoding.UTF8.GetBytes(document)), cancellationToken);
        await writer.FlushAsync(cancellationToken);
        (await engine.SendAsync(HttpMethod.Post, $"{index}/_refresh", EngineBody.None, cancellationToken)).Required($"refresh {index}");
    }
}
