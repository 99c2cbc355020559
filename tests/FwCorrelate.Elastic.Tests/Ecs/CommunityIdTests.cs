// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Network;

namespace FwCorrelate.Elastic.Tests.Ecs;

/// <summary>The published baseline of the specification, and the laws behind it.</summary>
[TestClass]
public sealed class CommunityIdTests
{
    [TestMethod]
    [DataRow("128.232.110.120", "66.35.250.204", 34855, 80, 6, "1:LQU9qZlK+B5F3KDmev6m5PMibrg=")]
    [DataRow("66.35.250.204", "128.232.110.120", 80, 34855, 6, "1:LQU9qZlK+B5F3KDmev6m5PMibrg=")]
    [DataRow("2001:470:e5bf:dead:4957:2174:e82c:4887", "2607:f8b0:400c:c03::1a", 63943, 25, 6, "1:/qFaeAR+gFe1KYjMzVDsMv+wgU4=")]
    [DataRow("192.168.1.52", "8.8.8.8", 54585, 53, 17, "1:d/FP5EW3wiY1vCndhwleRRKHowQ=")]
    [DataRow("192.168.170.56", "192.168.170.8", 7, 7, 132, "1:MP2EtRCAUIZvTw6MxJHLV7N7JDs=")]
    [DataRow("10.1.12.1", "10.1.12.2", 0, 0, 46, "1:KHlLkgoJW7ifUTyTSgyVfkFHzKw=")]
    [DataRow("10.1.12.2", "10.1.12.1", 0, 0, 46, "1:KHlLkgoJW7ifUTyTSgyVfkFHzKw=")]
    public void Of_PublishedBaseline_Agrees(string source, string destination, int sourcePort, int destinationPort, int protocol, string expected) =>
        Assert.AreEqual(expected, CommunityId.Of(
            HostAddress.Parse(source), HostAddress.Parse(destination), (ushort)sourcePort, (ushort)destinationPort, (TransportProtocol)protocol));

    [TestMethod]
    [DataRow("192.168.0.89", "192.168.0.1", 8, 0, 1, "1:X0snYXpgwiv9TZtqg64sgzUn6Dk=")]
    [DataRow("192.168.0.1", "192.168.0.89", 0, 0, 1, "1:X0snYXpgwiv9TZtqg64sgzUn6Dk=")]
    [DataRow("10.0.0.1", "10.0.0.2", 11, 0, 1, "1:YHxtAirCG//0OzkcVAukqKQN9xM=")]
    [DataRow("fe80::200:86ff:fe05:80da", "fe80::260:97ff:fe07:69ea", 135, 0, 58, "1:dGHyGvjMfljg6Bppwm3bg0LO8TY=")]
    [DataRow("fe80::260:97ff:fe07:69ea", "fe80::200:86ff:fe05:80da", 136, 0, 58, "1:dGHyGvjMfljg6Bppwm3bg0LO8TY=")]
    [DataRow("3ffe:507:0:1:200:86ff:fe05:80da", "3ffe:501:0:1001::2", 128, 0, 58, "1:+TW+HtLHvV1xnGhV1lv7XoJrqQg=")]
    [DataRow("3ffe:501:410:0:2c0:dfff:fe47:33e", "3ffe:507:0:1:200:86ff:fe05:80da", 1, 4, 58, "1:hLZd0XGWojozrvxqE0dWB1iM6R0=")]
    [DataRow("fe80::200:86ff:fe05:80da", "ff02::2", 133, 0, 58, "1:hO+sN4H+MG5MY/8hIrXPqc4ZQz0=")]
    public void OfIcmp_PublishedBaseline_Agrees(string source, string destination, int type, int code, int protocol, string expected) =>
        Assert.AreEqual(expected, CommunityId.OfIcmp(
            HostAddress.Parse(source), HostAddress.Parse(destination), (byte)type, (byte)code, (TransportProtocol)protocol));

    [TestMethod]
    public void OfIcmp_MessageWithoutCounterpart_KeepsItsDirection() => Assert.AreNotEqual(
        CommunityId.OfIcmp(HostAddress.Parse("10.0.0.1"), HostAddress.Parse("10.0.0.2"), 3, 1, TransportProtocol.Icmp),
        CommunityId.OfIcmp(HostAddress.Parse("10.0.0.2"), HostAddress.Parse("10.0.0.1"), 3, 1, TransportProtocol.Icmp));

    [TestMethod]
    public void Of_EqualAddresses_AreOrderedByPort()
    {
        var address = HostAddress.Parse("127.0.0.1");
        Assert.AreEqual(
            CommunityId.Of(address, address, 1234, 80, TransportProtocol.Tcp), CommunityId.Of(address, address, 80, 1234, TransportProtocol.Tcp));
    }
}
