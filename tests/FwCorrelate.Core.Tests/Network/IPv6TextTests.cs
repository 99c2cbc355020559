// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using System.Text;
using CsCheck;
using FwCorrelate.Network;

namespace FwCorrelate.Core.Tests.Network;

[TestClass]
public sealed class IPv6TextTests
{
    private static readonly string[] Pieces =
        [":", "::", "0", "1", "ffff", "FfFf", "2001", "db8", "00001", "g", ".", "10.0.0.1", "1.2.3.256", "01.2.3.4", " ", "-", "+1"];

    [TestMethod]
    [DataRow("::", "::")]
    [DataRow("::1", "::1")]
    [DataRow("1::", "1::")]
    [DataRow("2001:DB8::1", "2001:db8::1")]
    [DataRow("2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1")]
    [DataRow("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8")]
    [DataRow("1:2:3::5:6:7:8", "1:2:3:0:5:6:7:8")]
    [DataRow("64:ff9b::192.0.2.1", "64:ff9b::c000:201")]
    [DataRow("1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:c000:201")]
    public void TryParse_Address_IsThat(string text, string expected)
    {
        Assert.IsTrue(HostAddress.TryParse(text, out var address));
        Assert.AreEqual(HostAddress.From(IPAddress.Parse(expected)), address);
    }

    [TestMethod]
    [DataRow(":")]
    [DataRow(":::")]
    [DataRow("1::2::3")]
    [DataRow("1:2:3:4:5:6:7")]
    [DataRow("1:2:3:4:5:6:7:8:9")]
    [DataRow("1:2:3:4::5:6:7:8")]
    [DataRow("1:2:3:4:5:6:7:192.0.2.1")]
    [DataRow("192.0.2.1::")]
    [DataRow("::192.0.2.01")]
    [DataRow("::12345")]
    [DataRow("::1/64")]
    [DataRow("0x1::")]
    [DataRow(":1::")]
    [DataRow("1:")]
    public void TryParse_NoAddress_IsRefused(string text) => Assert.IsFalse(HostAddress.TryParse(text, out _));

    [TestMethod]
    public void TryParse_AnyAddressAsTheFrameworkWritesIt_IsThat() => Gen.Byte.Array[16].Sample(bytes =>
    {
        // Zeros are what is written short.
        for (var i = 0; i < 16; i += 2)
        {
            if (bytes[i] < 128)
                bytes[i] = bytes[i + 1] = 0;
        }

        var framework = new IPAddress(bytes);
        return HostAddress.TryParse(framework.ToString(), out var address) && address == HostAddress.From(framework);
    });

    [TestMethod]
    public void TryParse_AnyPieces_AgreesWithTheFramework() => Gen.OneOf([.. Pieces.Select(Gen.Const)]).Array[1, 18].Sample(
        pieces =>
        {
            var text = string.Concat(pieces);
            if (!text.Contains(':', StringComparison.Ordinal))
                return true;
            var isFramework = IPAddress.TryParse(text, out var framework) && framework.AddressFamily == AddressFamily.InterNetworkV6;
            return HostAddress.TryParse(Encoding.UTF8.GetBytes(text), out var address) == isFramework
                && (!isFramework || address == HostAddress.From(framework!));
        },
        iter: 100_000);
}
