// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Correlation;

namespace FwCorrelate.Core.Tests.Correlation;

[TestClass]
public sealed class ActSharesTests
{
    private const int Family = 1;

    [TestMethod]
    public void ByTemplate_ManyCallsThatOpenNothingAndNoneActs_IsBelievedLessThanBefore()
    {
        var (shares, calls) = Learn(["ls src"], 2000, _ => 0);
        Assert.IsLessThan(0.0003, shares.ByTemplate(calls[0], Family));
    }

    [TestMethod]
    public void ByTemplate_TextReadAsOpeningNothingThatActs_IsFoundOut()
    {
        var (shares, calls) = Learn(["ls src", "cat notes.txt"], 400, c => c.Call.Command == "cat notes.txt" ? 0.8 : 0);
        Assert.IsGreaterThan(0.7, shares.ByTemplate(calls[1], Family));
        Assert.IsLessThan(0.05, shares.ByTemplate(calls[0], Family));
    }

    [TestMethod]
    public void ByTemplate_NeverCountsWhatTheCallItselfIsHeldToHaveDone()
    {
        var (shares, calls) = Learn(["python train.py"], 10, c => c.Call.CallId == "0" ? 1 : 0);
        Assert.IsLessThan(shares.ByTemplate(calls[1], Family), shares.ByTemplate(calls[0], Family));
    }

    private static (ActShares Shares, IReadOnlyList<CallFacts> Calls) Learn(string[] texts, int count, Func<CallFacts, double> made)
    {
        var world = new World().Sandbox("s1", "10.0.0.1");
        for (var i = 0; i < count; i++)
            world.Call(i.ToString(CultureInfo.InvariantCulture), "s1", 10 * i, (10 * i) + 1, texts[i % texts.Length]);
        var timeline = world.Timeline();
        var book = new CallBook(timeline);
        var facts = timeline.Timeline.Calls.OrderBy(c => c.Start.Value).Select(c => book.Of(c, 0)).ToList();
        foreach (var call in facts)
            call.Made[Family] = made(call);
        var shares = new ActShares(book);
        shares.Learn();
        return (shares, facts);
    }
}
