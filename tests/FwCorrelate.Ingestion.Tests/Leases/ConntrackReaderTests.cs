// SPDX-License-Identifier: Apache-2.0
using System.Text;
using CsCheck;
using FwCorrelate.Cases;
using FwCorrelate.Network;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.Tests.Leases;

[TestClass]
public sealed class ConntrackReaderTests
{
    private const string Rows = """
        address,owner_kind,owner_id,host,from,to,network
        10.77.1.50,sandbox,a,w1,2026-11-23T10:00:00Z,,
        10.77.1.50,sandbox,b,w1,2026-11-23T10:00:00Z,,
        172.17.0.2,sandbox,a,w1,2026-11-23T10:00:00Z,,w1
        172.17.0.3,sandbox,b,w1,2026-11-23T10:00:00Z,,w1
        172.17.0.2,sandbox,other,w2,2026-11-23T10:00:00Z,,w2
        """;

    private const string New = "[1795430818.564299]\t    [NEW] tcp      6 120 SYN_SENT src=172.17.0.2 dst=203.0.113.9 sport=36288 dport=80 [UNREPLIED] src=203.0.113.9 dst=10.77.1.50 sport=80 dport=41000 id=1";
    private const string Update = "[1795430818.600000]\t [UPDATE] tcp      6 60 SYN_RECV src=172.17.0.2 dst=203.0.113.9 sport=36288 dport=80 src=203.0.113.9 dst=10.77.1.50 sport=80 dport=41000 id=1";
    private const string Destroy = "[1795430830.000000]\t[DESTROY] tcp      6 CLOSE src=172.17.0.2 dst=203.0.113.9 sport=36288 dport=80 src=203.0.113.9 dst=10.77.1.50 sport=80 dport=41000 [ASSURED] delta-time=12 id=1";

    private static readonly Instant Opened = Instant.FromUnixTimeTicks(17954308185642990);

    [TestMethod]
    public void Read_ATranslation_TellsWhoUsedThePortAndWhen()
    {
        var index = new LeaseIndex(Read(New, Update, Destroy).Timeline.Leases, []);
        var lease = Held(index, 41000, Opened).Single();
        Assert.AreEqual(("a", "w1", true, 41000, 41000), (lease.OwnerId, lease.Host, lease.IsInventory, lease.PortFrom, lease.PortTo));
        Assert.AreEqual(("leases/conntrack.log", 1L), (lease.Origin.File, lease.Origin.Line));
        CollectionAssert.AreEqual(new[] { "a", "b" }, Held(index, 41001, Opened).Select(l => l.OwnerId).Order().ToArray());
        Assert.HasCount(2, Held(index, 41000, Opened + Duration.FromSeconds(30)));
        Assert.HasCount(2, Held(index, 41000, Opened - Duration.FromSeconds(30)));
    }

    [TestMethod]
    public void Read_OnlyTheEndOfAConnection_ItHadBegunAsLongBeforeAsItLived() =>
        Assert.HasCount(1, Held(new LeaseIndex(Read(Destroy).Timeline.Leases, []), 41000, Instant.FromUnixTimeSeconds(1795430819)));

    [TestMethod]
    public void Read_APortUsedAgain_IsTheSecondOnesFromThen()
    {
        var again = New.Replace("172.17.0.2", "172.17.0.3", StringComparison.Ordinal).Replace("1795430818.564299", "1795430840.0", StringComparison.Ordinal);
        var index = new LeaseIndex(Read(New, Update, Destroy, again).Timeline.Leases, []);
        Assert.AreEqual("a", Held(index, 41000, Opened).Single().OwnerId);
        Assert.AreEqual("b", Held(index, 41000, Instant.FromUnixTimeSeconds(1795430840)).Single().OwnerId);
    }

    [TestMethod]
    public void Read_ALogThatLostALine_ProvesNothing()
    {
        var reading = Read(New, "[179543081 cut", Update);
        Assert.AreEqual(1, reading.Files.Single(f => f.File.Format == "conntrack").Rejected);
        Assert.IsFalse(reading.Timeline.Leases.Any(l => l is { PortFrom: 41000, IsInventory: true }));
    }

    [TestMethod]
    public void Read_WithoutTranslationOrPorts_TellsNothing()
    {
        var reading = Read(
            New.Replace("dst=10.77.1.50", "dst=172.17.0.2", StringComparison.Ordinal).Replace("dport=41000", "dport=36288", StringComparison.Ordinal),
            "[1795430818.6]\t [NEW] icmp     1 30 src=172.17.0.2 dst=203.0.113.9 type=8 code=0 id=5 [UNREPLIED] src=203.0.113.9 dst=10.77.1.50 type=0 code=0 id=5");
        Assert.IsEmpty(reading.Rejected);
        Assert.HasCount(5, reading.Timeline.Leases);
    }

    [TestMethod]
    public void Read_LinesInAnyOrder_TheSameLeases()
    {
        string[] lines = [New, Update, Destroy, New.Replace("36288", "36290", StringComparison.Ordinal).Replace("41000", "41002", StringComparison.Ordinal)];
        var expected = Told(Read(lines));
        Gen.Shuffle(lines).Sample(shuffled => Assert.AreEqual(expected, Told(Read(shuffled))), iter: 30);

        static string Told(TimelineReading reading) => string.Join('\n', reading.Timeline.Leases.Select(l => $"{l.Address} {l.OwnerId} {l.PortFrom} {l.From} {l.To}"));
    }

    [TestMethod]
    public void Read_MutatedLines_NeverThrow() => Mutations.Check($"{New}\n{Update}\n{Destroy}\n", mutated =>
    {
        var file = Read(Encoding.Latin1.GetString(mutated)).Files.Single(f => f.File.Path.EndsWith(".log", StringComparison.Ordinal));
        Assert.IsGreaterThanOrEqualTo(1, file.Records + file.Rejected + file.Ignored);
    });

    private static IReadOnlyList<AddressLease> Held(LeaseIndex index, int port, Instant time) =>
        index.Holding(HostAddress.Parse("10.77.1.50"), port, time, time, _ => true);

    private static TimelineReading Read(params string[] lines)
    {
        using var rows = new TempFile(Encoding.UTF8.GetBytes(Rows));
        using var log = new TempFile(Encoding.Latin1.GetBytes(string.Join('\n', lines) + "\n"));
        return TimelineReader.Read([], [Reading.Input(rows.Path, "leases/leases.csv"), Reading.Input(log.Path, "leases/conntrack.log")], CaseSettings.Default);
    }
}
