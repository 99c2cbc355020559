// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Correlation;

namespace FwCorrelate.Core.Tests.Correlation;

/// <summary>Calls that act long after their end, beside calls that have already done what they do.</summary>
[TestClass]
public sealed class LateActTests
{
    private const string Address = "10.0.0.1";
    private const string Script = "make -C bench run";

    [TestMethod]
    public void Attribute_CallThatHasActedBesideOneThatHasNot_IsNotNamedForTheNextPlace()
    {
        // Both are of texts that open such connections. The near one did so at once; a minute and more after its end, the far one may be
        // late.
        var attributions = Case().Call("early", "s1", 5000, 5002, Script).Call("near", "s1", 5051, 5052, "./setup.sh")
            .Flow(Address, "198.51.100.80", 3333, 5051.3, sourcePort: 1).Flow(Address, "198.51.100.81", 3333, 5085, sourcePort: 2).Attribute();
        var (own, next) = (attributions[^2], attributions[^1]);
        Assert.AreEqual("near", own.Call?.CallId);
        Assert.AreEqual(AttributionKind.Candidates, next.Kind);
        Assert.Contains("early", next.Candidates.Select(c => c.Call.CallId));
    }

    [TestMethod]
    public void Attribute_CallOfATextThatActsMinutesAfterItsEnd_IsACandidate()
    {
        var attribution = Case().Call("early", "s1", 5000, 5002, Script).Flow(Address, "198.51.100.80", 3333, 5900).Attribute()[^1];
        Assert.AreEqual("early", attribution.Candidates[0].Call.CallId);
        Assert.AreNotEqual(AttributionKind.ToolCall, attribution.Kind);
    }

    [TestMethod]
    public void Attribute_CallOfATextThatNeverActs_IsNoneMinutesAfterItsEnd()
    {
        var attribution = Case().Call("early", "s1", 5000, 5002, "pytest -q").Flow(Address, "198.51.100.80", 3333, 5900).Attribute()[^1];
        Assert.DoesNotContain("early", attribution.Candidates.Select(c => c.Call.CallId));
    }

    [TestMethod]
    public void Attribute_HeirOfAConnectionThatNobodyIsNamedFor_IsNotNamed()
    {
        // It opens so late that its own command does not suffice. Each time it comes back "none" weighs less: that makes the first no surer.
        var world = new World().Sandbox("s1", Address).Call("c1", "s1", 100, 101.5, "./m 198.51.100.80:3333");
        for (var i = 0; i < 3; i++)
            world.Flow(Address, "198.51.100.80", 3333, 300 + (300 * i), 595 + (300 * i), sourcePort: i);
        var attributions = world.Attribute();
        Assert.IsLessThan(0.99, attributions[0].Confidence);
        foreach (var heir in attributions.Skip(1))
        {
            Assert.IsGreaterThanOrEqualTo(0.99, heir.Confidence);
            Assert.AreEqual(AttributionKind.Candidates, heir.Kind);
            Assert.Contains("the earlier connection that it would continue cannot be named itself", heir.Reasons);
        }
    }

    // Six other sandboxes, in which calls of both texts open a connection each.
    private static World Case()
    {
        var world = new World().Sandbox("s1", Address);
        for (var i = 0; i < 6; i++)
        {
            var sandbox = string.Create(CultureInfo.InvariantCulture, $"other{i}");
            var address = string.Create(CultureInfo.InvariantCulture, $"10.0.1.{i}");
            world.Sandbox(sandbox, address).Call($"m{i}", sandbox, 1000 + (100 * i), 1002 + (100 * i), Script)
                .Call($"s{i}", sandbox, 2000 + (100 * i), 2002 + (100 * i), "./setup.sh")
                .Flow(address, string.Create(CultureInfo.InvariantCulture, $"198.51.100.{i}"), 3333, 1000.3 + (100 * i))
                .Flow(address, string.Create(CultureInfo.InvariantCulture, $"198.51.100.{20 + i}"), 3333, 2000.3 + (100 * i));
        }

        return world;
    }
}
