// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Commands;
using FwCorrelate.Correlation;

namespace FwCorrelate.Core.Tests.Correlation;

[TestClass]
public sealed class ActSharesTests
{
    private const int Family = 1;
    private const double UsualProbability = 0.02;

    [TestMethod]
    public void ByText_ManyCallsThatOpenNothingAndNoneActs_IsBelievedLessThanBefore()
    {
        var (shares, calls) = Learn(["ls src"], 2000, []);
        Assert.IsLessThan(0.0003, shares.ByText(calls[0], Family, null));
    }

    [TestMethod]
    public void ByText_OfTheCallThatActed_IsLessThanOfTheOthers()
    {
        var (shares, calls) = Learn(["python train.py"], 10, [0]);
        Assert.IsLessThan(shares.ByText(calls[1], Family, null), shares.ByText(calls[0], Family, null));
    }

    [TestMethod]
    public void ByText_MostOthersAct_IsHighAndOfAnotherTextLow()
    {
        var (shares, calls) = Learn(["python serve.py", "grep -n x"], 20, [0, 2, 4, 6, 8, 10, 12, 14, 16]);
        Assert.IsGreaterThan(0.6, shares.ByText(calls[18], Family, null));
        Assert.IsLessThan(UsualProbability, shares.ByText(calls[19], Family, null));
    }

    [TestMethod]
    public void ByText_TwoCallsBesideTwoEvents_DoNotVouchForEachOtherHoweverOftenItIsLearnt()
    {
        const double ratio = 20;
        var (calls, book) = Calls(["python train.py"], 2);
        var contacts = calls.Select(_ => First()).ToList();
        var shares = new ActShares(book);
        var first = 0.0;
        for (var round = 0; round < 50; round++)
        {
            for (var i = 0; i < calls.Count; i++)
            {
                var odds = ratio * shares.ByText(calls[i], Family, contacts[i]);
                Weigh(contacts[i], calls[i], odds / (1 + odds));
            }

            first = round == 1 ? contacts[0].Calls![0].Weight : first;
            shares.Learn(shares.ToldBy(contacts));
        }

        Assert.AreEqual(first, contacts[0].Calls![0].Weight, 0.15);
        Assert.IsLessThan(0.9, contacts[0].Calls![0].Weight);
    }

    [TestMethod]
    public void ByText_ContactThatIsWeighed_TellsNothingOfItself()
    {
        var (calls, book) = Calls(["python train.py"], 2);
        var contact = First();
        contact.Calls = [.. calls.Select(c => new WeighedCall(c, 0.45, 0.45, Mention.None, true, null))];
        contact.NoneWeight = 0.1;
        var shares = new ActShares(book);
        shares.Learn(shares.ToldBy([contact]));
        var (others, otherBook) = Calls(["python train.py"], 2);
        var without = new ActShares(otherBook);
        var other = First();
        Weigh(other, others[0], 1e-9);
        without.Learn(without.ToldBy([other]));

        Assert.AreEqual(without.ByText(others[1], Family, other), shares.ByText(calls[1], Family, contact), 0.002);
    }

    private static (ActShares Shares, IReadOnlyList<CallFacts> Calls) Learn(string[] texts, int count, int[] acting)
    {
        var (calls, book) = Calls(texts, count);
        var contacts = calls.Select(_ => First()).ToList();
        for (var i = 0; i < count; i++)
            Weigh(contacts[i], calls[i], acting.Contains(i) ? 0.999 : 1e-9);
        var shares = new ActShares(book);
        for (var round = 0; round < 3; round++)
            shares.Learn(shares.ToldBy(contacts));
        return (shares, calls);
    }

    /// <summary>A first contact of which nothing matters but its weights.</summary>
    private static Contact First()
    {
        var connection = new World().Flow("10.0.0.1", "203.0.113.7", 443, 0).Connections().Single();
        return new Contact(new Sighting(connection, default!, actsAsInitiating: true, isInbound: false, null!, null!))
        {
            Family = Family,
            IsFirst = true,
        };
    }

    private static void Weigh(Contact contact, CallFacts call, double weight)
    {
        contact.Calls = [new WeighedCall(call, weight, weight, Mention.None, true, null)];
        contact.NoneWeight = 1 - weight;
    }

    private static (IReadOnlyList<CallFacts> Calls, CallBook Book) Calls(string[] texts, int count)
    {
        var world = new World().Sandbox("s1", "10.0.0.1");
        for (var i = 0; i < count; i++)
            world.Call(i.ToString(CultureInfo.InvariantCulture), "s1", 10 * i, (10 * i) + 1, texts[i % texts.Length]);
        var timeline = world.Timeline();
        var book = new CallBook(timeline);
        return ([.. timeline.Timeline.Calls.OrderBy(c => c.Start.Value).Select(c => book.Of(c, 0))], book);
    }
}
