// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.Tests.Leases;

[TestClass]
public sealed class LeaseReaderTests
{
    private const string Header = "address,owner_kind,owner_id,host,from,to,network,port_from,port_to";
    private const string Row = "10.8.0.0/24,sandbox,sb-1,h1,2026-01-15T04:00:00Z,2026-01-15T05:00:00+00:00,vpc-1,1000,2000";

    [TestMethod]
    public void Read_ColumnsInAnyOrder_MakesALeaseOfAnInventory()
    {
        var lease = Reading.Leases("to,from,owner_id,address,owner_kind\n,2026-01-15T04:00:00.5Z,\"sb,1\",10.8.0.7,NAT\n").Timeline.Leases.Single();
        Assert.AreEqual(("10.8.0.7/32", OwnerKind.Nat, "sb,1", true), (lease.Address.ToString(), lease.OwnerKind, lease.OwnerId, lease.IsInventory));
        Assert.AreEqual((Instant.MaxValue, 0, 65535), (lease.To, lease.PortFrom, lease.PortTo));
        Assert.AreEqual(500, lease.From.ToUnixTimeMilliseconds() % 1000);
    }

    [TestMethod]
    public void Read_FullRow_KeepsEveryColumn()
    {
        var lease = Reading.Leases($"{Header}\n{Row}\n").Timeline.Leases.Single();
        Assert.AreEqual(("h1", "vpc-1", 1000, 2000), (lease.Host, lease.Network, lease.PortFrom, lease.PortTo));
        Assert.AreEqual(Instant.FromUtc(2026, 1, 15, 5, 0), lease.To);
        Assert.AreEqual(2, lease.Origin.Line);
    }

    [TestMethod]
    [DataRow("10.8.0.0/24", "10.8.0.300", "address is '10.8.0.300', expected an address or a CIDR block")]
    [DataRow(",sandbox,", ",pod,", "owner_kind is 'pod', expected sandbox, host, nat or service")]
    [DataRow(",sb-1,", ",,", "owner_id is missing")]
    [DataRow("2026-01-15T04:00:00Z", "2026-01-15T06:00:00Z", "to is '2026-01-15T05:00:00+00:00', expected a time after from")]
    [DataRow("2026-01-15T04:00:00Z", "2026-01-15T04:00:00", "from is '2026-01-15T04:00:00', expected a time such as")]
    [DataRow("1000,2000", "2000,1000", "port_to is '1000'")]
    [DataRow("1000,2000", "1000,2000,x", "the row has 10 columns, expected 9")]
    public void Read_BadRow_CostsThatRowAndSaysWhy(string found, string replacement, string reason)
    {
        var reading = Reading.Leases($"{Header}\n{Row.Replace(found, replacement, StringComparison.Ordinal)}\n{Row}\n");
        Assert.HasCount(1, reading.Timeline.Leases);
        Assert.AreEqual(2, reading.Rejected.Single().Line);
        StringAssert.Contains(reading.Rejected.Single().Reason, reason);
    }

    [TestMethod]
    [DataRow("2026-01-15T04:00:00Z", "soon", "10.8.0.0/24")]
    [DataRow("10.8.0.0/24", "10.8.3.0/42", "10.8.0.0/16")]
    [DataRow("10.8.0.0/24", "10.8.0.300", null)]
    [DataRow(",1000,2000", "", null)]
    public void Read_BadRow_TellsWhichAddressesItMayBeOf(string found, string replacement, string? lost)
    {
        var timeline = Reading.Leases($"{Header}\n{Row.Replace(found, replacement, StringComparison.Ordinal)}\n{Row}\n").Timeline;
        Assert.HasCount(lost is null && replacement.Length == 0 ? 2 : 1, timeline.Leases);
        var row = timeline.LostLeases.SingleOrDefault();
        if (replacement.Length == 0)
        {
            // Columns that are not there at the end of a row are optional ones.
            Assert.IsNull(row);
            return;
        }

        Assert.AreEqual((lost, "leases/leases.csv:2"), (row!.Address?.ToString(), row.Place));
    }

    [TestMethod]
    [DataRow("prot_from", 0)]
    [DataRow("ports", 1)]
    [DataRow("note", 0)]
    public void Read_UnknownColumn_LosesLeasesOnlyWhereItMayBeThePorts(string column, int lost) =>
        Assert.HasCount(lost, Reading.Leases($"address,owner_kind,owner_id,from,to,{column}\n10.8.0.7,sandbox,a,2026-01-15T04:00:00Z,,x\n").Timeline.LostLeases);

    [TestMethod]
    public void Read_TableThatIsCutOff_LosesLeasesOfAnyAddress()
    {
        using var stored = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(stored, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(System.Text.Encoding.UTF8.GetBytes($"{Header}\n{Row}\n"));
        using var file = new TempFile(stored.ToArray()[..^9]);
        var timeline = TimelineReader.Read([], [Reading.Input(file.Path, "leases/l.csv.gz")], CaseSettings.Default).Timeline;
        Assert.IsNull(timeline.LostLeases[0].Address);
    }

    [TestMethod]
    public void Read_TableOfBrokenRows_KeepsNoMoreThanItMay()
    {
        var rows = Enumerable.Range(0, 20_000).Select(i => $"10.{i >> 14}.{(i >> 7) & 127}.{i & 127},alien,a,h,2026-01-15T04:00:00Z,,,,");
        var lost = Reading.Leases($"{Header}\n{string.Join('\n', rows)}\n").Timeline.LostLeases;
        Assert.IsNull(lost.Single().Address);
    }

    [TestMethod]
    public void Read_Lab_ReadsEveryRow()
    {
        var input = Reading.Input(SharedCases.Path("lab/leases/leases.csv"));
        Assert.IsInstanceOfType<Recognition.Lease>(ContentRecogniser.Recognise(input));
        var reading = TimelineReader.Read([], [input], CaseSettings.Default);
        Assert.IsEmpty(reading.Rejected);
        Assert.HasCount(21, reading.Timeline.Leases);
    }

    [TestMethod]
    public void Read_MutatedText_NeverThrowsAndAccountsForEveryLine() => Mutations.Check($"{Header}\n{Row}\n{Row}\n", mutated =>
    {
        using var file = new TempFile(mutated);
        var reading = TimelineReader.Read([], [Reading.Input(file.Path)], CaseSettings.Default).Files.Single();
        Assert.AreEqual(Mutations.LineCount(mutated), reading.Records + reading.Rejected + reading.Ignored);
    });
}
