// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Service;
using NodaTime;

namespace FwCorrelate.Scenarios;

/// <summary><c>--from</c> and <c>--to</c> filter output, not stitching.</summary>
[TestClass]
public sealed class TimeRangeTests
{
    [TestMethod]
    public void Run_FromAfterATunnelWasOpened_StillNamesTheCallThatOpenedIt()
    {
        var from = Instant.FromUtc(2026, 2, 10, 9, 30);
        var whole = Investigation.Run(new InvestigationOptions { CasePath = Folders.Scenario("aws") });
        var part = Investigation.Run(new InvestigationOptions { CasePath = Folders.Scenario("aws"), From = from });
        var expected = whole.Attributions.Where(a => a.Record.Record.Start.ToInstant() >= from).Select(a => (a.Origin.Sha256, a.Attribution.Call?.SpanId)).ToList();

        Assert.AreSequenceEqual(expected, part.Attributions.Select(a => (a.Origin.Sha256, a.Attribution.Call?.SpanId)).ToList());
        Assert.IsTrue(part.Attributions.Any(a => a.Attribution is { Kind: AttributionKind.ToolCall, Inherited: true }));
        Assert.IsTrue(part.Attributions.Any(a => a.Connection.Start < from));
        Assert.IsGreaterThan(0, part.Ledger.OutOfRange);
        Assert.IsEmpty(part.Ledger.Discrepancies());
    }

    [TestMethod]
    public void Run_RangeWithoutRecords_FindsNothingAndTheLedgerAddsUp()
    {
        var result = Investigation.Run(new InvestigationOptions { CasePath = Folders.Scenario("aws"), To = Instant.FromUtc(2020, 1, 1, 0, 0) });
        Assert.IsEmpty(result.Incidents);
        Assert.AreEqual(result.Ledger.Parsed, result.Ledger.NoData + result.Ledger.OutOfRange);
        Assert.IsEmpty(result.Ledger.Discrepancies());
    }
}
