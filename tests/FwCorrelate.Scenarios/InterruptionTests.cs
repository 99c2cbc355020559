// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Service;

namespace FwCorrelate.Scenarios;

/// <summary>Ctrl+C finishes cleanly with what is done.</summary>
[TestClass]
public sealed class InterruptionTests
{
    [TestMethod]
    [DataRow("reading traces and leases", false)]
    [DataRow("reading logs", false)]
    [DataRow("stitching connections", true)]
    public void Run_Interrupted_GivesWhatWasReadAndALedgerThatAddsUp(string stage, bool hasMatches)
    {
        using var interruption = new CancellationTokenSource();
        var progress = new Watcher(p =>
        {
            if (p.Stage == stage)
                interruption.Cancel();
        });
        var result = Investigation.Run(
            new InvestigationOptions { CasePath = Folders.Scenario("aws"), Threads = 1 }, progress, cancellation: interruption.Token);
        Assert.IsTrue(result.Interrupted);
        Assert.IsEmpty(result.Ledger.Discrepancies());
        if (hasMatches)
            Assert.IsNotEmpty(result.Attributions);
        Assert.IsTrue(result.Attributions.All(a => a.Connection.StartBasis != StartBasis.Inferred), "A start was inferred from silence in logs that were not read.");
    }

    private sealed class Watcher(Action<InvestigationProgress> report) : IProgress<InvestigationProgress>
    {
        public void Report(InvestigationProgress value) => report(value);
    }
}
