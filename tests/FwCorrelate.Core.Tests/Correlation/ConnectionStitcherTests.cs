// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Flows;

namespace FwCorrelate.Core.Tests.Correlation;

[TestClass]
public sealed class ConnectionStitcherTests
{
    private const string Sandbox = "10.0.0.1";
    private const string Stranger = "203.0.113.7";

    [TestMethod]
    public void Stitch_WindowsOfOneTuple_MakeOneConnection()
    {
        var connections = new World()
            .Flow(Sandbox, Stranger, 22, 0, 59)
            .Flow(Sandbox, Stranger, 22, 60, 119, flags: TcpFlags.None)
            .Flow(Sandbox, Stranger, 22, 600, 610, flags: TcpFlags.Fin)
            .Connections();
        Assert.HasCount(1, connections);
        Assert.HasCount(3, connections[0].Flows);
        Assert.AreEqual(StartBasis.Proven, connections[0].StartBasis);
        Assert.AreEqual(Stranger, connections[0].Responder.Address.ToString());
    }

    [TestMethod]
    public void Stitch_RequestsOfNoToldClientPort_AreEachTheirOwn() => Assert.HasCount(
        2, new World().Flow(Sandbox, Stranger, 443, 0, 1, sourcePort: 0).Flow(Sandbox, Stranger, 443, 5, 6, sourcePort: 0).Connections());

    [TestMethod]
    public void Stitch_GapBeyondIdleTimeout_CutsAndLeavesTheSecondStartUnknown()
    {
        var connections = new World().Flow(Sandbox, Stranger, 22, 0, 59).Flow(Sandbox, Stranger, 22, 1000, 1010, flags: TcpFlags.None).Connections();
        Assert.HasCount(2, connections);
        Assert.AreEqual(StartBasis.Unknown, connections[1].StartBasis);
    }

    [TestMethod]
    public void Stitch_PortUsedAgainAfterFin_CutsAtTheSecondSyn()
    {
        var connections = new World()
            .Flow(Sandbox, Stranger, 22, 0, 2, flags: TcpFlags.Syn | TcpFlags.Fin)
            .Flow(Sandbox, Stranger, 22, 30, 31, flags: TcpFlags.Syn | TcpFlags.Fin)
            .Connections();
        Assert.HasCount(2, connections);
    }

    [TestMethod]
    public void Stitch_BothDirections_AreOneConnection()
    {
        var connections = new World()
            .Flow(Sandbox, Stranger, 22, 0, 5, sourcePort: 40001)
            .Flow(Stranger, Sandbox, 40001, 1, 5, sourcePort: 22, flags: TcpFlags.Syn | TcpFlags.Ack)
            .Connections();
        Assert.HasCount(1, connections);
        Assert.IsTrue(connections[0].IsAnswered);
        Assert.AreEqual(100, connections[0].BytesOut);
    }

    [TestMethod]
    public void Stitch_AnsweringSideSeenFirst_OpenerIsTheSenderOfTheBareSyn()
    {
        var connections = new World()
            .Flow(Stranger, Sandbox, 5000, 0, 5, sourcePort: 6000, flags: TcpFlags.Syn | TcpFlags.Ack)
            .Flow(Sandbox, Stranger, 6000, 0, 5, sourcePort: 5000)
            .Connections();
        Assert.AreEqual(Sandbox, connections[0].Opener!.Value.Address.ToString());
    }

    [TestMethod]
    public void IsAnswer_OfARefusedOrAnsweredStranger_IsWhatTheSandboxSends()
    {
        foreach (var reply in new[] { TcpFlags.Syn | TcpFlags.Ack, TcpFlags.Reset | TcpFlags.Ack })
        {
            var connection = new World().Flow(Stranger, Sandbox, 8888, 0, 5, sourcePort: 22).Flow(Sandbox, Stranger, 22, 0, 5, sourcePort: 8888, flags: reply).Connections().Single();
            Assert.AreEqual(Stranger, connection.Opener!.Value.Address.ToString());
            foreach (var flow in connection.Flows)
                Assert.AreEqual(flow.Record.Source.ToString() == Sandbox, connection.IsAnswer(flow.Record));
        }
    }

    [TestMethod]
    public void IsAnswer_OfBackscatter_IsTheReset()
    {
        var connection = new World().Flow(Stranger, Sandbox, 8888, 0, 5, sourcePort: 22, flags: TcpFlags.Syn | TcpFlags.Ack)
            .Flow(Sandbox, Stranger, 22, 0, 5, sourcePort: 8888, flags: TcpFlags.Reset).Connections().Single();
        Assert.AreEqual(Stranger, connection.Opener!.Value.Address.ToString());
        Assert.IsTrue(connection.Flows.Any(f => connection.IsAnswer(f.Record)));
    }

    [TestMethod]
    public void IsAnswer_WhereOnlyPortsTell_IsNotKnown()
    {
        var connection = new World().Flow(Sandbox, Stranger, 40001, 0, 5, sourcePort: 22, hasFlags: false).Connections().Single();
        Assert.IsFalse(connection.IsAnswer(connection.Flows[0].Record));
    }

    [TestMethod]
    public void Start_WithoutFlagsAfterCoveredLead_IsInferred() =>
        Assert.AreEqual(StartBasis.Inferred, new World().Flow(Sandbox, Stranger, 22, 0, hasFlags: false).Connections()[0].StartBasis);

    [TestMethod]
    public void Start_WithoutFlagsAtTheStartOfTheLog_IsUnknown()
    {
        var connection = new World().Flow(Sandbox, Stranger, 22, -3590, hasFlags: false).Connections()[0];
        Assert.AreEqual(StartBasis.Unknown, connection.StartBasis);
        Assert.IsTrue(connection.StartsWithLog);
    }

    [TestMethod]
    public void Start_AfterLoss_IsUnknown() =>
        Assert.AreEqual(StartBasis.Unknown, new World().Loss(-300, -240).Flow(Sandbox, Stranger, 22, 0, hasFlags: false).Connections()[0].StartBasis);

    [TestMethod]
    public void Start_FlagsWithoutSyn_IsUnknownHoweverLongTheLog() =>
        Assert.AreEqual(StartBasis.Unknown, new World().Flow(Sandbox, Stranger, 22, 0, flags: TcpFlags.Push).Connections()[0].StartBasis);
}
