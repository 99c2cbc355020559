// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Cases;
using FwCorrelate.Correlation;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Mappings;
using FwCorrelate.Network;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.Tests.Identity;

/// <summary>Who held which address, as orchestrators and clouds tell it: never surer than they are.</summary>
[TestClass]
public sealed class IdentityTests
{
    private const string Container = "4f1c0a9be2d34f1c0a9be2d34f1c0a9be2d34f1c0a9be2d34f1c0a9be2d3aaaa";

    private const string Rock = """
        {"sandbox_id":"ab12","host_ip":"10.8.3.21","host_name":"wk1","state":"running","create_time":"2026-01-15T03:00:00Z","start_time":"2026-01-15T03:00:05Z"}
        {"sandbox_id":"ab12","host_ip":"10.8.3.21","host_name":"wk1","state":"stopped","create_time":"2026-01-15T03:00:00Z","start_time":"2026-01-15T03:00:05Z","stop_time":"2026-01-15T04:00:00Z"}
        {"sandbox_id":"cd34","host_ip":"10.8.3.21","host_name":"wk1","state":"running","create_time":"2026-01-15T03:10:00Z","start_time":"2026-01-15T03:10:05Z"}
        {"sandbox_id":"ef56","host_ip":null,"state":"pending","create_time":"2026-01-15T03:10:00Z"}
        """;

    [TestMethod]
    public void PodList_PodOfItsOwnAddress_HoldsItAloneFromItsStart()
    {
        var timeline = Read(PodList(Pod("a", "10.1.0.5", "03:00:00")));

        Assert.AreEqual((Rung.B, "a"), Holder(timeline, "10.1.0.5", "03:30:00"));
        Assert.AreEqual(Rung.E, Holder(timeline, "10.1.0.5", "02:30:00").Rung);
        Assert.AreEqual("node-1", timeline.Leases.Single(l => l.Address.Network.ToString() == "10.1.0.5").Host);
    }

    [TestMethod]
    [DataRow("uid-a", "uid-a")]
    [DataRow("a", "a")]
    [DataRow("4f1c0a9be2d3", Container)]
    [DataRow("sample-7", "sample-7")]
    public void PodList_WhateverTracesCallAPod_ItsLeaseHasThatName(string traced, string owner)
    {
        var timeline = ReadTraced(traced, PodList(Pod("a", "10.1.0.5", "03:00:00", label: "sample-7")));
        var index = new TimelineIndex(timeline);

        Assert.AreEqual(owner, Holder(timeline, "10.1.0.5", "03:30:00").Owner);
        Assert.HasCount(1, index.CallsOf(owner).Calls);
    }

    [TestMethod]
    public void PodList_HostNetwork_IsSharedWithTheNode()
    {
        var timeline = Read(PodList(Pod("a", "10.0.0.2", "03:00:00", hostNetwork: true), Pod("b", "10.1.0.6", "03:00:00")));

        Assert.AreEqual(Rung.D, Holder(timeline, "10.0.0.2", "03:30:00").Rung);
        Assert.AreEqual(Rung.B, Holder(timeline, "10.1.0.6", "03:30:00").Rung);
        Assert.Contains(l => l.OwnerKind == OwnerKind.Host && l.OwnerId == "node-1", timeline.Leases);
    }

    [TestMethod]
    public void PodLists_AddressGivenAgain_IsTheFormersUntilTheNextStarts()
    {
        var timeline = Read(PodList(Pod("a", "10.1.0.5", "03:00:00")), PodList(Pod("b", "10.1.0.5", "04:00:00")));

        Assert.AreEqual((Rung.B, "a"), Holder(timeline, "10.1.0.5", "03:59:00"));
        Assert.AreEqual((Rung.B, "b"), Holder(timeline, "10.1.0.5", "04:01:00"));
        Assert.AreEqual(Rung.D, Holder(timeline, "10.1.0.5", "04:00:00").Rung);
    }

    [TestMethod]
    public void WatchEvents_Deleted_EndsTheLease()
    {
        var deleted = Pod("a", "10.1.0.5", "03:00:00").Replace("\"uid\"", "\"deletionTimestamp\":\"2026-01-15T03:40:00Z\",\"uid\"", StringComparison.Ordinal);
        var timeline = Read($"{{\"type\":\"ADDED\",\"object\":{Pod("a", "10.1.0.5", "03:00:00")}}}\n{{\"type\":\"DELETED\",\"object\":{deleted}}}\n");

        Assert.AreEqual(Rung.B, Holder(timeline, "10.1.0.5", "03:30:00").Rung);
        Assert.AreEqual(Rung.E, Holder(timeline, "10.1.0.5", "03:41:00").Rung);
    }

    [TestMethod]
    public void AuditEvents_WithTheirResponse_TellPods()
    {
        var timeline = Read("{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\",\"verb\":\"patch\",\"objectRef\":{\"resource\":\"pods\",\"name\":\"a\"},\"responseObject\":" + Pod("a", "10.1.0.5", "03:00:00") + "}\n"
            + "{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\",\"verb\":\"get\",\"objectRef\":{\"resource\":\"pods\",\"name\":\"b\"}}\n");

        Assert.AreEqual((Rung.B, "a"), Holder(timeline, "10.1.0.5", "03:30:00"));
    }

    [TestMethod]
    public void PodEvents_OneThatIsDamaged_LeavesNoLeaseExclusive()
    {
        var timeline = Read($"{{\"type\":\"ADDED\",\"object\":{Pod("a", "10.1.0.5", "03:00:00")}}}\n{{\"type\":\"ADDED\",\"obj\n");

        Assert.IsNotEmpty(timeline.LostLeases);
        Assert.AreEqual(Rung.D, Holder(timeline, "10.1.0.5", "03:30:00").Rung);
    }

    [TestMethod]
    public void Docker_InspectAndEvents_AreSharedFromStartToDie()
    {
        var timeline = Read(Inspect(), Events());

        Assert.AreEqual((Rung.D, Container), Holder(timeline, "172.17.0.4", "03:30:00"));
        Assert.AreEqual(Rung.E, Holder(timeline, "172.17.0.4", "03:50:01").Rung);
        Assert.IsFalse(timeline.Leases.Single().IsInventory);
    }

    [TestMethod]
    public void Docker_BehindAWorkerWithItsConntrackLog_IsFoundByThePort()
    {
        const string Conntrack = "[1768446000.5]\t    [NEW] tcp      6 120 SYN_SENT src=172.17.0.4 dst=203.0.113.7 sport=40112 dport=22 src=203.0.113.7 dst=10.8.3.21 sport=22 dport=50007\n"
            + "[1768446100.5]\t[DESTROY] tcp      6 src=172.17.0.4 dst=203.0.113.7 sport=40112 dport=22 src=203.0.113.7 dst=10.8.3.21 sport=22 dport=50007\n";
        var table = "address,owner_kind,owner_id,host,from,to\n" + $"10.8.3.21,sandbox,{Container},wk1,2026-01-15T00:00:00Z,\n10.8.3.21,sandbox,other,wk1,2026-01-15T00:00:00Z,\n";
        var sharing = Read(Inspect(), Conntrack, table);
        var unknown = Read(Inspect(), Conntrack);

        Assert.AreEqual((Rung.C, Container), Holder(sharing, "10.8.3.21", "03:00:30", port: 50007));

        // Without a table nobody knows whose host this container ran on.
        Assert.AreEqual(Rung.E, Holder(unknown, "10.8.3.21", "03:00:30", port: 50007).Rung);
    }

    [TestMethod]
    public void RockRecords_HostAddress_IsAlwaysShared()
    {
        var timeline = Read(Rock);

        Assert.HasCount(2, timeline.Leases);
        Assert.AreEqual(Rung.D, Holder(timeline, "10.8.3.21", "03:05:00").Rung);
        Assert.AreEqual(Rung.D, Holder(timeline, "10.8.3.21", "05:00:00").Rung);
        Assert.AreEqual(Time("04:00:00"), timeline.Leases.Single(l => l.OwnerId == "ab12").To);
    }

    [TestMethod]
    public void AwsInterfaces_Attached_AreHostsNatsAndWhatTracesKnow()
    {
        var answer = """
            {"NetworkInterfaces": [
              {"NetworkInterfaceId": "eni-1", "VpcId": "vpc-1", "InterfaceType": "interface", "PrivateIpAddress": "10.0.1.5",
               "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.1.5", "Association": {"PublicIp": "203.0.113.5"}}], "Attachment": {"InstanceId": "i-1", "Status": "attached", "AttachTime": "2026-01-15T03:00:00+00:00"}},
              {"NetworkInterfaceId": "eni-2", "VpcId": "vpc-1", "InterfaceType": "nat_gateway", "Description": "NAT 1", "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.1.9"}],
               "Attachment": {"Status": "attached", "AttachTime": "2026-01-15T03:00:00+00:00"}},
              {"NetworkInterfaceId": "eni-3", "VpcId": "vpc-1", "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.1.10"}], "Status": "available"}
            ]}
            """.ReplaceLineEndings(" ");
        var plain = Read(answer);
        var traced = ReadTraced("i-1", answer);

        Assert.AreEqual(OwnerKind.Host, plain.Leases.Single(l => l.Address.Network.ToString() == "10.0.1.5").OwnerKind);
        Assert.AreEqual(OwnerKind.Nat, plain.Leases.Single(l => l.Address.Network.ToString() == "10.0.1.9").OwnerKind);
        Assert.AreEqual((Rung.B, "i-1"), Holder(traced, "10.0.1.5", "03:30:00"));
        Assert.AreEqual((Rung.B, "i-1"), Holder(traced, "203.0.113.5", "03:30:00"));
        Assert.AreEqual("vpc-1", traced.Leases.First(l => l.OwnerId == "i-1").Network);
        Assert.AreEqual(Rung.E, Holder(plain, "10.0.1.10", "03:30:00").Rung);
    }

    [TestMethod]
    public void AlibabaInterfaces_SecondaryOnes_ProveNothing()
    {
        const string Answer = """
            {"NetworkInterfaceSets":{"NetworkInterfaceSet":[
             {"NetworkInterfaceId":"eni-a","Type":"Primary","InstanceId":"i-a","VpcId":"vpc-9","CreationTime":"2026-01-15T03:00:00Z","PrivateIpAddress":"10.9.0.5"},
             {"NetworkInterfaceId":"eni-b","Type":"Secondary","InstanceId":"i-a","VpcId":"vpc-9","CreationTime":"2026-01-15T03:00:00Z","PrivateIpAddress":"10.9.0.6"}]}}
            """;
        var timeline = ReadTraced("i-a", Answer);

        Assert.AreEqual(Rung.B, Holder(timeline, "10.9.0.5", "03:30:00").Rung);
        Assert.AreEqual(Rung.D, Holder(timeline, "10.9.0.6", "03:30:00").Rung);
    }

    [TestMethod]
    public void Identity_FilesInAnotherOrder_AreTheSameLeases()
    {
        string[] files = [PodList(Pod("a", "10.1.0.5", "03:00:00")), PodList(Pod("b", "10.1.0.5", "04:00:00"), Pod("a", "10.1.0.5", "03:00:00")), Inspect(), Events(), Rock];

        Assert.AreSequenceEqual(Told(Read(files)), Told(Read([.. files.Reverse()])));
    }

    private static IEnumerable<string> Told(Timeline timeline) => timeline.Leases.Select(l => $"{l.Address} {l.OwnerKind} {l.OwnerId} {l.Host} {l.From} {l.To} {l.IsInventory} {l.Origin.Sha256}");

    private static string PodList(params string[] pods) => $"{{\"apiVersion\":\"v1\",\"items\":[{string.Join(',', pods)}],\"kind\":\"List\"}}\n";

    private static string Pod(string name, string address, string start, bool hostNetwork = false, string label = "x") =>
        $"{{\"kind\":\"Pod\",\"metadata\":{{\"name\":\"{name}\",\"namespace\":\"n\",\"uid\":\"uid-{name}\",\"labels\":{{\"sample\":\"{label}\"}}}},\"spec\":{{\"nodeName\":\"node-1\",\"hostNetwork\":{(hostNetwork ? "true" : "false")}}},"
        + $"\"status\":{{\"phase\":\"Running\",\"podIP\":\"{address}\",\"podIPs\":[{{\"ip\":\"{address}\"}}],\"hostIP\":\"10.0.0.2\",\"startTime\":\"2026-01-15T{start}Z\","
        + $"\"containerStatuses\":[{{\"containerID\":\"containerd://{(name == "a" ? Container : name)}\",\"state\":{{\"running\":{{}}}}}}]}}}}";

    private static string Inspect() => """
        [{"Id": "CONTAINER", "Name": "/sandbox-1", "State": {"Running": true, "StartedAt": "2026-01-15T03:00:00.5Z", "FinishedAt": "0001-01-01T00:00:00Z"},
          "HostConfig": {"NetworkMode": "bridge"}, "Config": {"Hostname": "4f1c0a9be2d3", "Labels": {"sample": "7"}},
          "NetworkSettings": {"Networks": {"bridge": {"IPAddress": "172.17.0.4", "GlobalIPv6Address": ""}}}}]
        """.Replace("CONTAINER", Container, StringComparison.Ordinal);

    private static string Events() =>
        $"{{\"Type\":\"container\",\"Action\":\"start\",\"Actor\":{{\"ID\":\"{Container}\",\"Attributes\":{{\"name\":\"sandbox-1\"}}}},\"scope\":\"local\",\"time\":1768446000,\"timeNano\":1768446000500000000}}\n"
        + $"{{\"Type\":\"container\",\"Action\":\"die\",\"Actor\":{{\"ID\":\"{Container}\",\"Attributes\":{{\"name\":\"sandbox-1\"}}}},\"scope\":\"local\",\"time\":1768448998,\"timeNano\":1768448998000000000}}\n";

    private static Instant Time(string time) => NodaTime.Text.InstantPattern.ExtendedIso.Parse($"2026-01-15T{time}Z").Value;

    private static (Rung Rung, string Owner) Holder(Timeline timeline, string address, string time, ushort? port = 40000)
    {
        var answer = new AddressInquiry(new TimelineIndex(timeline), CaseSettings.Default).Ask(HostAddress.Parse(address), port, null, Time(time), Duration.FromSeconds(1));
        return (answer.Attribution.Rung, string.Join(' ', answer.Attribution.Sandboxes));
    }

    private static Timeline Read(params string[] files) => Read([], files);

    private static Timeline ReadTraced(string sandbox, params string[] files)
    {
        var mapping = MappingReader.Read("name: own\nkind: trace\nform: csv\ncolumns: {start: t, command: c, sandbox: s}\n", "m.yml");
        using var trace = new TempFile(Encoding.UTF8.GetBytes($"t,c,s\n2026-01-15T03:10:00Z,ls,{sandbox}\n"));
        return Read([(Reading.Input(trace.Path, "timeline/t.csv"), mapping.Trace!)], files);
    }

    private static Timeline Read(IReadOnlyList<(CaseInput, ITraceFormat)> traces, string[] texts)
    {
        var files = texts.Select(t => new TempFile(Encoding.UTF8.GetBytes(t))).ToList();
        try
        {
            var inputs = files.Select((f, i) => Reading.Input(f.Path, $"leases/{i}")).ToList();
            foreach (var input in inputs)
                Assert.IsInstanceOfType<Recognition.Lease>(ContentRecogniser.Recognise(input), File.ReadAllText(input.FullPath));
            return TimelineReader.Read(traces, inputs, CaseSettings.Default).Timeline;
        }
        finally
        {
            files.ForEach(f => f.Dispose());
        }
    }
}
