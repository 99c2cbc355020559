// SPDX-License-Identifier: Apache-2.0
using CsCheck;
using FwCorrelate.Timelines;

namespace FwCorrelate.Core.Tests.Timelines;

[TestClass]
public sealed class IntervalIndexTests
{
    [TestMethod]
    public void Visit_AnyIntervals_FindsThoseThatASearchOfAllFinds()
    {
        // From crowded to sparse, and starts that repeat: slots with none, one and many intervals.
        var intervals = Gen.Select(Gen.OneOf(Gen.Int[0, 30], Gen.Int[0, 100_000]), Gen.Int[0, 500]).Array[0, 60];
        Gen.Select(intervals, Gen.Int[-600, 101_000], Gen.Int[0, 2_000], Gen.Long[-1_000_000_000_000, 2_000_000_000_000]).Sample((drawn, from, length, origin) =>
        {
            var sorted = drawn.Select(i => (Start: origin + i.Item1, End: origin + i.Item1 + i.Item2)).Order().ToArray();
            var index = new IntervalIndex([.. sorted.Select(i => i.Start)], [.. sorted.Select(i => i.End)]);
            var (queryFrom, queryTo) = (origin + from, origin + from + length);
            var expected = Enumerable.Range(0, sorted.Length).Where(i => sorted[i].Start <= queryTo && sorted[i].End >= queryFrom).Reverse();
            Assert.IsTrue(index.IsExact);
            CollectionAssert.AreEqual(expected.ToArray(), Meeting(index, queryFrom, queryTo));
            Assert.AreEqual(sorted.Count(i => i.Start <= queryTo), index.CountStartedBy(queryTo));
        });
    }

    [TestMethod]
    public void Visit_SpanBeyondFourBytes_NamesTooManyNeverTooFew()
    {
        Gen.Select(Gen.Select(Gen.Long[0, long.MaxValue / 2], Gen.Long[0, long.MaxValue / 4]).Array[1, 30], Gen.Long, Gen.Long).Sample((drawn, one, other) =>
        {
            var sorted = drawn.Select(i => (Start: i.Item1, End: i.Item1 + i.Item2)).Order().ToArray();
            var index = new IntervalIndex([.. sorted.Select(i => i.Start)], [.. sorted.Select(i => i.End)]);
            var (from, to) = (Math.Min(one, other), Math.Max(one, other));
            var expected = Enumerable.Range(0, sorted.Length).Where(i => sorted[i].Start <= to && sorted[i].End >= from);
            Assert.IsEmpty(expected.Except(Meeting(index, from, to)));
        });
    }

    [TestMethod]
    public void Visit_ExtremeTimes_DoesNotOverflow()
    {
        var index = new IntervalIndex([long.MinValue, 0, long.MaxValue], [long.MinValue, 5, long.MaxValue]);

        Assert.HasCount(3, Meeting(index, long.MinValue, long.MaxValue));
        Assert.Contains(2, Meeting(index, long.MaxValue, long.MaxValue));
        Assert.IsFalse(index.IsExact);
    }

    [TestMethod]
    public void Visit_NoIntervals_FindsNone()
    {
        var index = new IntervalIndex([], []);

        Assert.IsEmpty(Meeting(index, long.MinValue, long.MaxValue));
        Assert.AreEqual(0, index.CountStartedBy(long.MaxValue));
    }

    [TestMethod]
    public void Constructor_StartsOutOfOrder_Throws() =>
        Assert.ThrowsExactly<ArgumentException>(() => new IntervalIndex([2, 1], [3, 3]));

    [TestMethod]
    public void Visit_ManyQueries_AllocatesNothing()
    {
        var index = new IntervalIndex([.. Enumerable.Range(0, 1_000).Select(i => (long)i * 10)], [.. Enumerable.Range(0, 1_000).Select(i => ((long)i * 10) + 35)]);
        var counter = default(Counter);
        index.Visit(500, 600, ref counter);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
            index.Visit(i, i + 100, ref counter);
        Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.IsGreaterThan(10_000, counter.Count);
    }

    private static int[] Meeting(IntervalIndex index, long from, long to)
    {
        var collector = new Collector([]);
        index.Visit(from, to, ref collector);
        return [.. collector.Found];
    }

    private readonly struct Collector(List<int> found) : IOverlapVisitor
    {
        public List<int> Found => found;

        public void Visit(int index) => found.Add(index);
    }

    private struct Counter : IOverlapVisitor
    {
        public int Count { get; private set; }

        public void Visit(int index) => Count++;
    }
}
