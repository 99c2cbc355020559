// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using FwCorrelate.Service;
using FwCorrelate.Simulation;

namespace FwCorrelate.Accuracy;

/// <summary>One scenario with one seed: simulated into a temporary folder, investigated, compared.</summary>
internal static class SeedRun
{
    public static ScenarioScore Run(Scenario scenario, ulong seed, int worst)
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
            return score;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
