// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using FwCorrelate.Service;
using FwCorrelate.Simulation;

namespace FwCorrelate.Accuracy;

/// <summary>What came of one scenario with one seed.</summary>
/// <param name="Unread">Files and records that were not read, with the reason.</param>
/// <param name="Discrepancies">Sums of the ledger that do not hold.</param>
internal sealed record SeedResult(ScenarioScore Score, IReadOnlyList<string> Unread, IReadOnlyList<string> Discrepancies, long Matched);

/// <summary>Simulates into a temporary folder, investigates, and compares.</summary>
internal static class SeedRun
{
    public static SeedResult Run(Scenario scenario, ulong seed, int worst)
    {
        var folder = Directory.CreateTempSubdirectory($"accuracy-{scenario.Name}-").FullName;
        try
        {
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            var truthFile = folder + ".truth.jsonl";
            scenario.Write(folder, truthFile, seed);
            var truth = new TruthTable(File.ReadAllBytes(truthFile));
            File.Delete(truthFile);
            using var result = Investigation.Run(new InvestigationOptions { CasePath = folder, Threads = 1 });
            var score = ScenarioScore.Of(seed, result, truth, worst);
            score.CpuSeconds = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
            IReadOnlyList<string> unread =
            [
                .. result.Inputs.Where(i => i.Role is InputRole.Unrecognised or InputRole.Damaged).Select(i => $"{i.Path}: {i.Problem}"),
                .. result.Rejected.Select(r => $"{r.File}:{r.Line}: {r.Reason}"),
            ];
            return new SeedResult(score, unread, result.Ledger.Discrepancies(), result.Attributions.Count);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
