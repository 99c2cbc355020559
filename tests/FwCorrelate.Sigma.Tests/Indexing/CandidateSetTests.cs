// SPDX-License-Identifier: Apache-2.0
using CsCheck;
using FwCorrelate.Sigma.Indexing;

namespace FwCorrelate.Sigma.Tests.Indexing;

[TestClass]
public sealed class CandidateSetTests
{
    [TestMethod]
    public void Rules_AddedInAnyOrder_AreTakenOnceAscendingAndAreGoneThen() =>
        Gen.Int[0, 9_999].Array[0, 50].Sample(
            rules =>
            {
                var set = new CandidateSet(10_000);
                set.Add(rules);
                CollectionAssert.AreEqual(rules.Distinct().Order().ToList(), Taken(set));
                CollectionAssert.AreEqual(Array.Empty<int>(), Taken(set));
            },
            iter: 500, threads: 1);

    private static List<int> Taken(CandidateSet set)
    {
        var taken = new List<int>();
        while (set.TryTake(out var rule))
            taken.Add(rule);
        return taken;
    }
}
