// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using FwCorrelate.Cli.CommandLine;

namespace FwCorrelate.Cli.Tests.CommandLine;

/// <summary>
/// The official Elasticsearch client costs a fifth of a second to load: only commands that speak with an engine may. Likewise what only the
/// service needs.
/// </summary>
[TestClass]
public sealed class LoadedAssembliesTests
{
    private static readonly string[] OfTheService = ["FwCorrelate.Serving", "Quartz", "Microsoft.Data.Sqlite", "Microsoft.Extensions.Hosting", "ModelContextProtocol.Core"];

    private const string Variable = "FWCORRELATE_TEST_ASSEMBLIES";

    [TestMethod]
    public void Version_LoadsNoClient() => Assert.IsEmpty(Clients("--version"));

    [TestMethod]
    public void Investigate_OfFiles_LoadsNoClient() => Assert.IsEmpty(Clients("investigate", Scenario, "--format", "table"));

    [TestMethod]
    public void ElasticBuild_LoadsNoClient()
    {
        var folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Assert.IsEmpty(Clients("elastic", "build", "--out", folder));
        Directory.Delete(folder, recursive: true);
    }

    [TestMethod]
    public void ConfigCheck_LoadsTheServiceAndNoScheduler()
    {
        var loaded = Clients("config", "check", Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()));
        Assert.Contains("FwCorrelate.Serving", loaded);
        Assert.DoesNotContain("Quartz", loaded);
    }

    /// <summary>The other way round, so that the three above cannot pass because nothing is seen.</summary>
    [TestMethod]
    public void ElasticDoctor_LoadsTheClient() => Assert.IsNotEmpty(Clients("elastic", "doctor", "--url", "http://127.0.0.1:9"));

    private static string Scenario => Path.Combine(AppContext.BaseDirectory.Split(Path.DirectorySeparatorChar + "tests" + Path.DirectorySeparatorChar)[0], "fixtures", "scenarios", "aws");

    /// <summary>A run of the program in a process of its own, with <see cref="StartupHook"/> in it.</summary>
    private static string[] Clients(params string[] arguments)
    {
        var list = Path.GetTempFileName();
        var start = new ProcessStartInfo(Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet",
            [typeof(Application).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location;
        start.Environment[Variable] = list;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var loaded = File.ReadAllLines(list);
        File.Delete(list);
        Assert.Contains("fwcorrelate", loaded, $"{string.Join(' ', arguments)} did not run: {error.Result}");
        return [.. loaded.Where(n => n.StartsWith("Elastic.", StringComparison.Ordinal) || OfTheService.Contains(n))];
    }
}
