// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Simulation;
using NodaTime;

namespace FwCorrelate.Serving.Tests;

/// <summary>
/// The service is killed (SIGKILL) at random points while lines are written, again and again; at the end nothing is lost and nothing stands
/// twice. <c>FWC_KILLS=200</c> kills it more often.
/// </summary>
[TestClass]
public sealed class KillTests
{
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("FWC_KILLS"), out var kills) ? kills : 4;

    [TestMethod]
    public void Serve_KilledAtRandomPoints_LosesAndDoublesNothing()
    {
        var shipped = FileScenario.Shipped.First(s => s.Name == "exclusive");
        using var live = new LiveCase(shipped.Shortened(Duration.FromMinutes(30), 4).Generate(5).Files, seed: 3);
        var random = 12345u;
        for (var kill = 0; kill < Kills; kill++)
        {
            using var service = Start(live);
            random = (random * 1664525) + 1013904223;
            var until = TimeSpan.FromMilliseconds(700 + (random % 2500));
            var began = Stopwatch.StartNew();
            var lines = (live.Total / Kills / 10) + 1;
            for (var i = 0; i < 10; i++)
            {
                live.Write(lines, () => Thread.Sleep(5));
                Thread.Sleep(TimeSpan.FromTicks(Math.Max(0, (until - began.Elapsed).Ticks / (10 - i))));
            }

            service.Kill();
            service.WaitForExit();
        }

        live.Write(live.Total);
        using (var last = Start(live, "--until-idle"))
        {
            last.WaitForExit();
            Assert.AreEqual(0, last.ExitCode);
        }

        var (told, found) = (live.Told(), live.Investigated());
        Assert.AreSequenceEqual(found.Keys, told.Keys);
        foreach (var (id, document) in found)
            Assert.AreEqual(document, told[id]);
        Assert.IsNotEmpty(found);
    }

    private static Process Start(LiveCase live, params string[] more) => Process.Start(new ProcessStartInfo("dotnet",
        [typeof(Application).Assembly.Location, "serve", live.Folder, "--out", live.Output, "--state", live.State, "--quiet", .. more]))!;
}
