// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Elastic.Engines;

/// <summary>
/// A real engine on loopback. <see cref="OpenSearchAsync"/> and <see cref="ElasticsearchAsync"/> give the one that all tests of this
/// assembly share: start it at its first use, or take the one of <c>FWC_TEST_OPENSEARCH</c> / <c>FWC_TEST_ELASTICSEARCH</c> (a URL). Tests
/// use names of their own in it (<see cref="Unique"/>). Without <c>../shared/engines</c> they are skipped, visibly.
/// </summary>
internal sealed class EngineServer
{
    private static readonly Lazy<Task<EngineServer>> SharedOpenSearch = new(() => SharedAsync("opensearch", "FWC_TEST_OPENSEARCH"));
    private static readonly Lazy<Task<EngineServer>> SharedElasticsearch = new(() => SharedAsync("elasticsearch", "FWC_TEST_ELASTICSEARCH"));
    private static readonly List<EngineServer> Started = [];
    private static int _names;

    private readonly string? _folder;

    private EngineServer(string url, string? folder, IReadOnlyList<int> processes, string? authority) =>
        (Url, _folder, Processes, Authority) = (url, folder, processes, authority);

    public string Url { get; }

    /// <summary>One for each node: they listen on ports that follow each other.</summary>
    public IReadOnlyList<string> Urls => [.. Processes.Select((_, i) => new UriBuilder(Url) { Port = new Uri(Url).Port + i }.Uri.AbsoluteUri)];

    /// <summary>One for each node, the one behind <see cref="Url"/> first.</summary>
    public IReadOnlyList<int> Processes { get; }

    /// <summary>File of the authority, with <c>--secure</c>.</summary>
    public string? Authority { get; }

    public static Task<EngineServer> OpenSearchAsync() => SharedOpenSearch.Value;

    public static Task<EngineServer> ElasticsearchAsync() => SharedElasticsearch.Value;

    /// <summary>The shared one of a product: for tests that run on both.</summary>
    public static Task<EngineServer> OfAsync(EngineProduct product) =>
        product == EngineProduct.OpenSearch ? OpenSearchAsync() : ElasticsearchAsync();

    /// <summary>A server of the test's own; to be stopped by it.</summary>
    /// <param name="options">Of <c>engines/start</c>, such as <c>--nodes 3</c> or <c>--secure</c>.</param>
    public static async Task<EngineServer> StartAsync(string engine, params string[] options)
    {
        var start = Script("start");
        if (!File.Exists(start))
            Assert.Inconclusive($"{start} is missing: real engines are no part of this repository. Put them beside it, or set FWC_TEST_OPENSEARCH and FWC_TEST_ELASTICSEARCH.");
        var folder = Directory.CreateTempSubdirectory($"fwcorrelate-{engine}-").FullName;
        StopWithThisProcess(folder);
        string[] arguments = [start, engine, "--port", FreePorts.Next().ToString(System.Globalization.CultureInfo.InvariantCulture), "--dir", folder, .. options];
        var output = await RunAsync(arguments);
        var values = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('=', 2)).ToDictionary(l => l[0], l => l[1].Trim('"'));
        var server = new EngineServer(values["FWC_ENGINE_URL"], folder,
            [.. values["FWC_ENGINE_PIDS"].Split(' ').Select(int.Parse)], values.GetValueOrDefault("FWC_ENGINE_CA"));
        lock (Started)
            Started.Add(server);
        return server;
    }

    /// <summary>A name no other test uses: letters, digits and dashes.</summary>
    public static string Unique(string name) => $"{name}-{Environment.ProcessId}-{Interlocked.Increment(ref _names)}";

    public async Task<SearchEngine> ConnectAsync(CancellationToken cancellationToken) =>
        await SearchEngine.ConnectAsync(EngineEndpoint.Of(Url), TimeProvider.System, cancellationToken);

    public async Task StopAsync()
    {
        if (_folder is not null && Directory.Exists(_folder))
            await RunAsync([Script("stop"), _folder]);
    }

    public static async Task StopAllAsync()
    {
        List<EngineServer> all;
        lock (Started)
            all = [.. Started];
        foreach (var server in all)
            await server.StopAsync();
    }

    private static async Task<EngineServer> SharedAsync(string engine, string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } url ? new EngineServer(url, null, [], null) : await StartAsync(engine);

    private static string Script(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FwCorrelate.sln")))
            folder = folder.Parent;
        return Path.GetFullPath(Path.Combine(folder?.FullName ?? ".", "..", "shared", "engines", name));
    }

    // A test process that is killed stops nothing: a shell of its own waits for its end.
    private static void StopWithThisProcess(string folder)
    {
        var watch = $"while kill -0 {Environment.ProcessId} 2>/dev/null; do sleep 2; done; [ ! -e '{folder}/pids' ] || '{Script("stop")}' '{folder}'; rm -rf '{folder}'";
        using var watcher = Process.Start(new ProcessStartInfo("setsid", ["bash", "-c", watch]) { RedirectStandardOutput = true, RedirectStandardError = true });
    }

    private static async Task<string> RunAsync(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("bash", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(150));
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{arguments[0]} failed: {await errors}");
    }
}

/// <summary>Stops what was started, at the end of the assembly.</summary>
[TestClass]
public static class EngineCleanup
{
    [AssemblyCleanup]
    public static Task StopAsync() => EngineServer.StopAllAsync();
}
