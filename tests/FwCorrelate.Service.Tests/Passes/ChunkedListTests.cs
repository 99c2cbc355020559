// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Service.Passes;

namespace FwCorrelate.Service.Tests.Passes;

[TestClass]
public sealed class ChunkedListTests
{
    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(17)]
    [DataRow(4096)]
    [DataRow(4097)]
    [DataRow(10_000)]
    public void Add_AnyNumber_KeepsAllInOrder(int count)
    {
        var list = new ChunkedList<long>();
        for (var i = 0; i < count; i++)
            list.Add(i * 3L);
        Assert.HasCount(count, list);
        Assert.AreSequenceEqual(Enumerable.Range(0, count).Select(i => i * 3L), list);
        for (var i = 0; i < count; i++)
            Assert.AreEqual(i * 3L, list[i]);
    }
}
