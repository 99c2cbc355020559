// SPDX-License-Identifier: Apache-2.0
using CsCheck;
using FwCorrelate.Flows;
using FwCorrelate.Simulation.Sensors;
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Tests.Sensors;

[TestClass]
public sealed class FlowWindowSensorTests
{
    private static readonly Instant LogStart = Instant.FromUtc(2026, 1, 1, 0, 0);
    private static readonly Cause Nobody = new(CauseKind.Unrelated, Cause.Benign, null, null, "");

    [TestMethod]
    public void Observe_AnyPhaseAndTraffic_CutsAtWindowsAndLosesNothing() =>
        Gen.Select(Gen.Int[0, 59], Gen.Int[0, 900], Gen.Int[1, 1_200], Gen.Int[1, 90]).Sample((phase, offset, length, period) =>
        {
            var start = LogStart + Duration.FromMilliseconds(offset * 1_000L + 17);
            var connection = Connect(Traffic.LongLived(start, start + Duration.FromSeconds(length), Duration.FromSeconds(period), 100, 200));
            var sensor = Sensor(phase, Duration.FromHours(1));

            var windows = sensor.Observe([connection]).ToList();

            foreach (var (window, records) in windows)
            {
                var (from, to) = sensor.Window(window);
                Assert.IsLessThanOrEqualTo(2, records.Count);
                Assert.IsTrue(records.All(r => from <= r.Start && r.Start <= r.End && r.End <= to && to == r.WindowEnd));
            }

            Assert.AreEqual(connection.Packets.Sum(p => p.Bytes), windows.Sum(w => w.Records.Sum(r => r.Bytes)));
        }, iter: 200);

    [TestMethod]
    public void Observe_ConnectionThatRunsWhenTheLogBegins_ShowsNoSyn()
    {
        var packets = Traffic.LongLived(LogStart - Duration.FromMinutes(9), LogStart + Duration.FromMinutes(9), Duration.FromSeconds(30), 1, 1);

        var records = Sensor(0, Duration.FromMinutes(5)).Observe([Connect(packets)]).SelectMany(w => w.Records).ToList();

        Assert.IsNotEmpty(records);
        Assert.IsTrue(records.All(r => (r.Flags & (TcpFlags.Syn | TcpFlags.Fin)) == 0 && r.Continues));
    }

    [TestMethod]
    public void CountedFlags_BothDirections_ShowWhoOpened()
    {
        var connection = Connect(Traffic.Exchange(LogStart, Duration.FromSeconds(2), 10, 10));

        var records = Sensor(0, Duration.FromMinutes(5)).Observe([connection]).Single().Records;

        Assert.AreEqual(TcpFlags.Syn | TcpFlags.Fin | TcpFlags.Push, records.Single(r => r.Forward).CountedFlags);
        Assert.AreEqual(TcpFlags.Syn | TcpFlags.Ack, records.Single(r => !r.Forward).CountedFlags & (TcpFlags.Syn | TcpFlags.Ack));
    }

    [TestMethod]
    public void Observe_LossyWindow_LosesEveryOtherRecord()
    {
        var connection = Connect(Traffic.Exchange(LogStart, Duration.FromSeconds(2), 10, 10));
        var card = new FlowInterface("eni", "i", "10.0.0.1", 0, [0]);

        Assert.HasCount(1, new FlowWindowSensor(card, LogStart, LogStart + Duration.FromMinutes(5)).Observe([connection]).Single().Records);
    }

    private static FlowWindowSensor Sensor(int phase, Duration length) =>
        new(new FlowInterface("eni", "i", "10.0.0.1", phase, []), LogStart, LogStart + length);

    private static SimulatedConnection Connect(IReadOnlyList<PacketBunch> packets) =>
        new(new Endpoint("10.0.0.1", 40_000), new Endpoint("203.0.113.7", 22), Nobody, packets);
}
