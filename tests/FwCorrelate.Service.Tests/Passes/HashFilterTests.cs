// SPDX-License-Identifier: Apache-2.0
using CsCheck;
using FwCorrelate.Service.Passes;

namespace FwCorrelate.Service.Tests.Passes;

[TestClass]
public sealed class HashFilterTests
{
    [TestMethod]
    public void MayContain_WhatWasAdded_IsTrue() => Gen.ULong.Array[1, 100].Sample(
        hashes =>
        {
            var filter = new HashFilter();
            Array.ForEach(hashes, filter.Add);
            Assert.IsTrue(Array.TrueForAll(hashes, filter.MayContain));
        },
        iter: 50);

    /// <summary>Hashes of neighbours, as addresses of one network have, are told apart.</summary>
    [TestMethod]
    public void MayContain_OthersThanAdded_IsFalseOfNearlyAll()
    {
        var filter = new HashFilter();
        for (var hash = 0UL; hash < 10_000; hash++)
            filter.Add(hash);

        var mistaken = Enumerable.Range(10_000, 100_000).Count(h => filter.MayContain((ulong)h));

        Assert.IsLessThan(1_000, mistaken);
    }
}
