// SPDX-License-Identifier: Apache-2.0
using System.Text;
using CsCheck;
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Network;
using FwCorrelate.Service.Passes;
using NodaTime.HighPerformance;

namespace FwCorrelate.Service.Tests.Passes;

[TestClass]
public sealed class MatchStoreTests
{
    private const int Limit = 60;
    private static readonly LogFile File = new(new CaseInput("/x", "x", 1), new InputFile("x", "aws-vpc-flow", LogSettings.Plain("x")), FlowFormats.Shipped.All[0], null);

    [TestMethod]
    public void Add_AnyOrderInAnyBlocks_KeepsTheSameRecordsAndCountsTheRest() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 40], Gen.Int[0, 1]).Array[1, 400].Select(Gen.Int[1, 90], Gen.Int).Sample((records, block, seed) =>
        {
            var all = records.Select((r, i) => Flow(i, r.Item1, r.Item2, r.Item3)).ToList();
            var (kept, givenUp) = Kept(all, 10_000);
            var (other, otherGivenUp) = Kept([.. all.OrderBy(f => f.Record.Line * (seed | 1) % 1009).ThenBy(f => f.Record.Line)], block);
            CollectionAssert.AreEqual(kept, other);
            Assert.AreEqual(givenUp, otherGivenUp);
            Assert.AreEqual(all.Count, kept.Count + givenUp);
            Assert.IsLessThanOrEqualTo(Math.Max(Limit, 0), kept.Count);
            if (all.Count <= Limit)
                Assert.AreEqual(0, givenUp);
        });

    [TestMethod]
    public void Add_OneSourceThatFloods_CostsNoOther()
    {
        var flood = Enumerable.Range(0, 5_000).Select(i => Flow(i, 1, i, 0));
        var others = Enumerable.Range(0, 10).Select(i => Flow(10_000 + i, 2, 9_000 + i, 0));
        var (kept, givenUp) = Kept([.. flood, .. others], 37);
        Assert.AreEqual(10, kept.Count(l => l >= 10_000));
        Assert.AreEqual(Enumerable.Range(0, 50).Sum(), kept.Where(l => l < 10_000).Sum());
        Assert.AreEqual(4_950, givenUp);
    }

    private static (List<long> Lines, long GivenUp) Kept(List<MatchedFlow> all, int block)
    {
        var store = new MatchStore(Limit);
        foreach (var part in all.Chunk(block))
            store.Add([.. part]);
        store.Close();
        return ([.. store.Matched.Select(m => m.Record.Line).Order()], store.GivenUp.Values.Sum());
    }

    private static MatchedFlow Flow(int line, int source, int start, int rule) => new()
    {
        Record = new FlowRecord
        {
            Line = line,
            Start = Instant64.FromUnixTimeSeconds(1_700_000_000 + start),
            Source = HostAddress.Parse($"10.0.0.{source + 1}"),
            Destination = HostAddress.Parse("192.0.2.1"),
        },
        Hash = RecordHash.Of(Encoding.UTF8.GetBytes($"{line}")),
        File = File,
        Layout = null!,
        Rules = [rule],
        Context = ConnectionContext.Unknown,
        Text = default,
    };
}
