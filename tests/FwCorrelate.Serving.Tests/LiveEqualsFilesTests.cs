// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation;
using NodaTime;

namespace FwCorrelate.Serving.Tests;

/// <summary>
/// Whatever the order in which lines arrive and wherever the service is started anew, the incidents at the end are those of the files, ids
/// and every field included. <c>FWC_LIVE_CASES=1000</c> tries more generated cases.
/// </summary>
[TestClass]
public sealed class LiveEqualsFilesTests
{
    private static readonly int Cases = int.TryParse(Environment.GetEnvironmentVariable("FWC_LIVE_CASES"), out var cases) ? cases : 3;

    [TestMethod]
    [DataRow("rome")]
    [DataRow("aws")]
    public async Task Serve_ScenarioLineByLine_EndsWithTheIncidentsOfTheFiles(string name)
    {
        ScenarioCatalogue.TryFind(name, out var scenario);
        await CheckAsync(scenario!.Generate(scenario.DefaultSeed), seed: 7, steps: 5);
    }

    [TestMethod]
    public async Task Serve_GeneratedCases_EndWithTheIncidentsOfTheFiles()
    {
        for (var i = 0; i < Cases; i++)
        {
            var shipped = FileScenario.Shipped[i % FileScenario.Shipped.Count];
            await CheckAsync(shipped.Shortened(Duration.FromMinutes(20), 3).Generate((ulong)(i + 1)), seed: (ulong)i, steps: 4);
        }
    }

    private static async Task CheckAsync(GeneratedCase made, ulong seed, int steps)
    {
        using var live = new LiveCase(made.Files, seed);
        var clock = new SetClock();
        for (var step = 0; step < steps; step++)
        {
            using var service = LiveInvestigation.Open(live.Settings, clock, _ => { });
            live.Write((live.Total / steps) + 1, () => service.Collect());
            service.Collect();
            service.Correlate(CancellationToken.None);
            if (step % 2 == 0)
                await service.DeliverAsync(CancellationToken.None);
            clock.Now += Duration.FromSeconds(40);
        }

        using (var service = LiveInvestigation.Open(live.Settings, clock, _ => { }))
            Assert.IsTrue(await service.RunUntilIdleAsync(CancellationToken.None));
        var (told, found) = (live.Told(), live.Investigated());
        Assert.AreSequenceEqual(found.Keys, told.Keys);
        foreach (var (id, document) in found)
            Assert.AreEqual(document, told[id]);
    }
}
