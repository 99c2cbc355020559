// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Fleet;

namespace FwCorrelate.Simulation.Tests.Fleet;

[TestClass]
public sealed class CommandGrammarTests
{
    [TestMethod]
    public void Expand_Choices_AreAllMadeAndNest()
    {
        var random = new SeededRandom(1);

        var made = Enumerable.Range(0, 200).Select(_ => CommandGrammar.Expand("a «b¦«c¦d» %x%¦»e", random, ("x", "1"))).ToHashSet();

        CollectionAssert.AreEquivalent(new[] { "a be", "a c 1e", "a d 1e", "a e" }, made.ToList());
    }

    [TestMethod]
    public void Expand_EveryGrammarOfTheCatalogues_LeavesNoMark()
    {
        var random = new SeededRandom(2);
        var grammars = OrdinaryPrograms.Local.Concat(OrdinaryPrograms.Network).Append(OrdinaryPrograms.Decoy).Select(p => p.Grammar)
            .Concat(ActCatalogue.All.SelectMany(k => new[] { k.Literal, k.Opaque, k.Payload }));
        foreach (var grammar in grammars)
        {
            for (var i = 0; i < 20; i++)
            {
                var text = CommandGrammar.Expand(grammar, random, ("host", "203.0.113.9"), ("port", "22"), ("range", "10.8.3"));
                Assert.IsFalse(text.AsSpan().ContainsAny("«»¦"), text);
                Assert.DoesNotMatchRegex("%(host|port|range|word|n|big)%", text);
            }
        }
    }

    [TestMethod]
    public void Expand_UnclosedChoice_IsTheProgrammersFault() =>
        Assert.ThrowsExactly<ArgumentException>(() => CommandGrammar.Expand("a «b", new SeededRandom(1)));
}
