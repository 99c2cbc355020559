// SPDX-License-Identifier: Apache-2.0
using System.Net;
using CsCheck;
using FwCorrelate.Network;

namespace FwCorrelate.Core.Tests.Network;

[TestClass]
public sealed class HostAddressTests
{
    [TestMethod]
    [DataRow("10.0.0.1")]
    [DataRow("255.255.255.255")]
    [DataRow("0.0.0.0")]
    [DataRow("2001:db8::1")]
    [DataRow("fe80::1")]
    public void TryParse_Address_RoundTrips(string text)
    {
        Assert.IsTrue(HostAddress.TryParse(text, out var address));
        Assert.AreEqual(text, address.ToIPAddress().ToString());
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("10.0.0")]
    [DataRow("10.0.0.256")]
    [DataRow("10.0.0.01")]
    [DataRow("10.0.0.1.2")]
    [DataRow("10..0.1")]
    [DataRow("10.0.0.1:80")]
    [DataRow("39.108.XX.XX")]
    [DataRow("fe80::1%eth0")]
    [DataRow("[::1]")]
    [DataRow("host")]
    [DataRow("10.0.0.1\u0660")]
    public void TryParse_NoAddress_Refuses(string text) => Assert.IsFalse(HostAddress.TryParse(text, out _));

    [TestMethod]
    public void TryParse_MappedAddress_EqualsPlain() =>
        Assert.AreEqual(HostAddress.Parse("10.0.0.1"), HostAddress.Parse("::ffff:10.0.0.1"));

    [TestMethod]
    public void TryParse_AnyIPv4_AgreesWithFramework() => Gen.UInt.Sample(value =>
    {
        var address = HostAddress.FromIPv4(value);
        return address.IsIPv4 && HostAddress.TryParse(address.ToString(), out var again) && again == address
            && address.ToIPAddress().Equals(IPAddress.Parse(address.ToString()));
    });

    [TestMethod]
    public void TryParse_AnyBytes_NeverThrows() =>
        Gen.Byte.Array[0, 50].Sample(bytes => HostAddress.TryParse(bytes, out _) || true);

    [TestMethod]
    [DataRow("10.0.0.0/8", "10.255.0.1", true)]
    [DataRow("10.0.0.0/8", "11.0.0.1", false)]
    [DataRow("0.0.0.0/0", "203.0.113.7", true)]
    [DataRow("0.0.0.0/0", "2001:db8::1", false)]
    [DataRow("10.1.2.3/32", "10.1.2.3", true)]
    [DataRow("2001:db8::/33", "2001:db8:7fff::1", true)]
    [DataRow("2001:db8::/33", "2001:db8:8000::1", false)]
    [DataRow("fc00::/7", "fd00::1", true)]
    public void Prefix_Contains_ComparesTheNetworkBits(string prefix, string address, bool expected) =>
        Assert.AreEqual(expected, AddressPrefix.Parse(prefix).Contains(HostAddress.Parse(address)));

    [TestMethod]
    [DataRow("10.0.0.0/33")]
    [DataRow("10.0.0.0/")]
    [DataRow("10.0.0.0/-1")]
    [DataRow("2001:db8::/129")]
    public void Prefix_BadLength_Refuses(string text) => Assert.IsFalse(AddressPrefix.TryParse(text, out _));
}
