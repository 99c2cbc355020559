// SPDX-License-Identifier: Apache-2.0
using CsCheck;
using FwCorrelate.Correlation;

namespace FwCorrelate.Core.Tests.Correlation;

[TestClass]
public sealed class SandboxSetsTests
{
    private static readonly Gen<int[]> Set = Gen.Int[0, 9].Array[1, 4].Select(s => s.Distinct().ToArray());

    [TestMethod]
    public void CountApartFrom_AnySets_CountsAsGoingThroughAllOfThemDoes() =>
        Gen.Select(Set.Array[0, 12], Set).Sample((sets, other) =>
        {
            var known = new SandboxSets();
            foreach (var set in sets)
                known.Add(set);
            Assert.AreEqual(
                sets.Where(s => !s.Intersect(other).Any()).SelectMany(s => s).Distinct().Count(), known.CountApartFrom(other));
        });

    [TestMethod]
    public void CountApartFrom_ASandboxBehindTwoAddresses_CountsItByTheOneThatIsNotShared()
    {
        var known = new SandboxSets();
        known.Add([1, 2]);
        known.Add([2, 3]);
        Assert.AreEqual(2, known.CountApartFrom([1]));
    }
}
