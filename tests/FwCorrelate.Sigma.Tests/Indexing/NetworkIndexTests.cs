// SPDX-License-Identifier: Apache-2.0
using CsCheck;
using FwCorrelate.Network;
using FwCorrelate.Sigma.Indexing;

namespace FwCorrelate.Sigma.Tests.Indexing;

[TestClass]
public sealed class NetworkIndexTests
{
    private static readonly Gen<string> Network = Gen.OneOf(
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 32], (a, b, length) => $"10.{a}.{b}.0/{length}"),
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 128], (a, length) => $"fd00::{a}:0/{length}"),
        Gen.Const("::/0"), Gen.Const("0.0.0.0/0"));

    private static readonly Gen<string> Address = Gen.OneOf(
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 3], (a, b, c) => $"10.{a}.{b}.{c}"), Gen.Int[0, 3].Select(a => $"fd00::{a}:1"), Gen.Const("198.51.100.1"));

    [TestMethod]
    public void Find_OverGeneratedNetworks_GivesAllThatHoldTheAddress() =>
        Gen.Select(Network.Array[1, 40], Address.Array[1, 20]).Sample(
            (networks, addresses) =>
            {
                var prefixes = networks.Select(AddressPrefix.Parse).ToList();
                var index = new NetworkIndex(prefixes.Select((p, rule) => (p, rule)));
                var candidates = new CandidateSet(prefixes.Count);
                foreach (var address in addresses.Select(HostAddress.Parse))
                {
                    index.Find(address, candidates);
                    var found = new List<int>();
                    while (candidates.TryTake(out var rule))
                        found.Add(rule);
                    CollectionAssert.AreEqual(Enumerable.Range(0, prefixes.Count).Where(r => prefixes[r].Contains(address)).ToList(), found);
                }
            },
            iter: 3_000, threads: 1);
}
