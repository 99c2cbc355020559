// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Network;

namespace FwCorrelate.Core.Tests.Correlation;

/// <summary>The connection that a proxy makes, the one that is made to it, and the line in its log are one.</summary>
[TestClass]
public sealed class ProxyStitchTests
{
    private const string Files = "203.0.113.77";
    private const string First = "10.1.0.1";
    private const string Second = "10.1.0.2";

    [TestMethod]
    public void ServerSide_OfOneRequest_HasTheCauseOfTheRequest()
    {
        var world = TwoSandboxes().Call("up", "sb1", 10, 14, "curl -T out.tgz https://files.example.org/out.tgz");
        var request = world.Request(First, "files.example.org", Files, 10.4, 12.4, 6000);
        var server = world.Flow(ProxiedWorld.Proxy, 41000, Files, 443, 10.5, 12.3, 90_000, 6400);

        var causes = world.Attribute();

        Assert.AreEqual("up", causes[request].Call?.CallId);
        Assert.AreEqual((AttributionKind.ToolCall, "up"), (causes[server].Kind, causes[server].Call?.CallId));
        Assert.AreSequenceEqual(["sb1"], causes[server].Sandboxes);
        Assert.Contains("logs/squid.log:1 (CONNECT files.example.org of 10.1.0.1)", causes[server].JoinedBy!);
        Assert.IsEmpty(causes[server].Reasons);
    }

    [TestMethod]
    public void Views_OfOneRequest_TellEachOther()
    {
        var world = TwoSandboxes();
        var request = world.Request(First, "files.example.org", Files, 10.4, 12.4, 6000, clientPort: 52001);
        var server = world.Flow(ProxiedWorld.Proxy, 41000, Files, 443, 10.5, 12.3, 90_000, 6400);
        var client = world.Flow(First, 52001, ProxiedWorld.Proxy, 3128, 10.3, 12.4, 90_000, 6500);

        var views = world.Judge((attributor, connection) => attributor.Proxied.ViewOf(connection)!);

        Assert.AreEqual((ProxySide.Request, ProxySide.Server, ProxySide.Client), (views[request].Side, views[server].Side, views[client].Side));
        foreach (var view in new[] { views[request], views[server], views[client] })
        {
            Assert.AreEqual((ProxiedWorld.Proxy, "files.example.org", 1), (view.Proxy.ToString(), view.Name, view.Requests));
            Assert.AreEqual(("CONNECT", "200", "TCP_TUNNEL"), (view.Request.Method, view.Request.Status, view.Request.Verdict));
            Assert.AreEqual($"{Files}:443/tcp", view.Server.ToString());
            Assert.AreEqual(First, view.Client?.Address.ToString());
        }
    }

    [TestMethod]
    public void ClientSide_AsBothInterfacesSeeIt_IsOneConnection()
    {
        var world = TwoSandboxes().Call("up", "sb1", 10, 14, "curl https://files.example.org/a");
        world.Request(First, "files.example.org", Files, 10.4, 12.4, 6000);
        world.Flow(ProxiedWorld.Proxy, 41000, Files, 443, 10.5, 12.3, 5_000, 6400);
        var ours = world.Flow(First, 52001, ProxiedWorld.Proxy, 3128, 10.3, 12.4, 5_000, 6500, sensor: 1);
        var proxys = world.Flow(First, 52001, ProxiedWorld.Proxy, 3128, 10.3, 12.4, 5_000, 6500, sensor: 2);

        var causes = world.Attribute();

        Assert.AreEqual(("up", "up"), (causes[ours].Call?.CallId, causes[proxys].Call?.CallId));
    }

    [TestMethod]
    public void ServerSide_OfTwoRequestsOfOneMoment_IsNobodys()
    {
        var world = TwoSandboxes()
            .Call("one", "sb1", 10, 14, "curl -T a https://files.example.org/a").Call("two", "sb2", 10, 14, "curl -T b https://files.example.org/b");
        world.Request(First, "files.example.org", Files, 10.4, 12.4, 6000);
        world.Request(Second, "files.example.org", Files, 10.4, 12.4, 6000);
        var server = world.Flow(ProxiedWorld.Proxy, 41000, Files, 443, 10.5, 12.3, 90_000, 6400);
        world.Flow(ProxiedWorld.Proxy, 41001, Files, 443, 10.5, 12.3, 90_000, 6400);

        var cause = world.Attribute()[server];

        Assert.AreEqual(AttributionKind.Candidates, cause.Kind);
        Assert.IsNull(cause.Call);
        Assert.AreSequenceEqual(["one", "two"], cause.Candidates.Select(c => c.Call.CallId).Order());
        Assert.AreSequenceEqual(["sb1", "sb2"], cause.Sandboxes);
        Assert.Contains("2 requests of its log may be behind it", cause.Reasons[0]);
    }

    [TestMethod]
    public void ServerSides_OfTwoRequestsOfOneMoment_AreToldApartByTheirBytes()
    {
        var world = TwoSandboxes()
            .Call("one", "sb1", 10, 14, "curl -T a https://files.example.org/a").Call("two", "sb2", 10, 14, "curl -T b https://files.example.org/b");
        world.Request(First, "files.example.org", Files, 10.4, 12.4, 6000);
        world.Request(Second, "files.example.org", Files, 10.4, 12.4, 900_000);
        var large = world.Flow(ProxiedWorld.Proxy, 41000, Files, 443, 10.5, 12.3, 5_000, 930_000);
        var small = world.Flow(ProxiedWorld.Proxy, 41001, Files, 443, 10.5, 12.3, 5_000, 6400);

        var causes = world.Attribute();

        Assert.AreEqual(("two", "one"), (causes[large].Call?.CallId, causes[small].Call?.CallId));
    }

    [TestMethod]
    public void Connection_ThatMoreRequestsShareThanAreTold_IsNobodysUnlessAllAreOfOneCall()
    {
        var world = TwoSandboxes().Call("one", "sb1", 10, 14, "curl http://files.example.org/a").Call("two", "sb2", 40, 44, "curl http://files.example.org/b");
        for (var i = 0; i < 33; i++)
            world.Request(First, "files.example.org", Files, 10.4 + (i * 0.1), 10.45 + (i * 0.1), 600, method: "GET", port: 80);
        world.Request(Second, "files.example.org", Files, 40.4, 40.6, 600, method: "GET", port: 80);
        var pooled = world.Flow(ProxiedWorld.Proxy, 41000, Files, 80, 10.5, 60, 2_000, 54_000);

        var cause = world.Attribute()[pooled];

        Assert.IsNull(cause.Call);
        Assert.Contains("34 requests of its log may be behind it", cause.Reasons[0]);
    }

    [TestMethod]
    public void Connection_ThatSeveralRequestsShare_IsNobodysUnlessAllAreOfOneCall()
    {
        var world = TwoSandboxes().Call("one", "sb1", 10, 14, "curl http://files.example.org/a").Call("two", "sb2", 40, 44, "curl http://files.example.org/b");
        world.Request(First, "files.example.org", Files, 10.4, 10.6, 6000, method: "GET", port: 80);
        world.Request(Second, "files.example.org", Files, 40.4, 40.6, 6000, method: "GET", port: 80);
        var pooled = world.Flow(ProxiedWorld.Proxy, 41000, Files, 80, 10.5, 60, 2_000, 14_000);

        Assert.IsNull(world.Attribute()[pooled].Call);
    }

    [TestMethod]
    public void Name_WithoutAnAddressInTheProxysLog_IsFoundByTheAnswersOfDns()
    {
        var world = TwoSandboxes().Call("up", "sb1", 10, 14, "curl https://files.example.org/a");
        world.Request(First, "files.example.org", "", 10.4, 12.4, 6000);
        var server = world.Flow(ProxiedWorld.Proxy, 41000, Files, 443, 10.5, 12.3, 5_000, 6400);
        Assert.IsNull(world.Attribute()[server].Call);

        world.Names.Add("files.example.org", HostAddress.Parse(Files));

        Assert.AreEqual("up", world.Attribute()[server].Call?.CallId);
    }

    [TestMethod]
    public void Connection_OfAMachineThatIsNoProxy_InheritsNothing()
    {
        var world = TwoSandboxes().Call("up", "sb1", 10, 14, "curl https://files.example.org/a");
        world.Request(First, "files.example.org", Files, 10.4, 12.4, 6000);
        var other = world.Flow("10.0.0.9", 41000, Files, 443, 10.5, 12.3, 5_000, 6400);

        Assert.AreEqual(AttributionKind.UnknownAddress, world.Attribute()[other].Kind);
    }

    [TestMethod]
    public void Proxy_OfWhichNoLeaseTells_IsFoundByItsRequests()
    {
        var world = new ProxiedWorld(leasesProxy: false).Sandbox("sb1", First).Call("up", "sb1", 10, 100, "curl https://files.example.org/a");
        var servers = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            world.Request(First, "files.example.org", Files, 10.4 + (i * 20), 12.4 + (i * 20), 6000);
            servers.Add(world.Flow(ProxiedWorld.Proxy, 41000 + i, Files, 443, 10.5 + (i * 20), 12.3 + (i * 20), 5_000, 6400));
        }

        Assert.IsTrue(servers.TrueForAll(s => world.Attribute()[s].Sandboxes is ["sb1"]));
    }

    [TestMethod]
    public void Request_ThatWasDenied_IsOfItsCallByTheName()
    {
        var world = TwoSandboxes().Call("ask", "sb1", 10, 14, "curl -s https://paste.example.net/raw/x");
        var denied = world.Request(First, "paste.example.net", "", 10.4, 10.4, 3900, action: FirewallAction.Deny);

        Assert.AreEqual("ask", world.Attribute()[denied].Call?.CallId);
    }

    private static ProxiedWorld TwoSandboxes() => new ProxiedWorld().Sandbox("sb1", First).Sandbox("sb2", Second);
}
