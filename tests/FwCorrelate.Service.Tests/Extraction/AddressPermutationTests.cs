// SPDX-License-Identifier: Apache-2.0
using CsCheck;
using FwCorrelate.Network;
using FwCorrelate.Service.Extraction.Anonymous;

namespace FwCorrelate.Service.Tests.Extraction;

[TestClass]
public sealed class AddressPermutationTests
{
    private static readonly string[] Kept =
        ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "fc00::/7", "203.0.113.0/24"];

    private static readonly Gen<HostAddress> Addresses = Gen.OneOf(
        Gen.UInt.Select(HostAddress.FromIPv4),
        Gen.UInt[0, 0xFF_FFFF].Select(low => HostAddress.FromIPv4(0x0A00_0000 | low)),
        Gen.ULong.Select(Gen.UInt).Select((high, low) => HostAddress.Parse($"2001:db8:{high & 0xFFFF:x}:{(high >> 16) & 0xFFFF:x}::{low & 0xFFFF:x}")));

    [TestMethod]
    public void Of_TwoAddresses_ShareAsLongAPrefixAsBefore() => Gen.Select(Gen.Byte.Array[4, 16], Addresses, Addresses).Sample((key, a, b) =>
    {
        if (a.IsIPv4 != b.IsIPv4)
            return;
        var made = new AddressPermutation(new ReplacementKey(key), []);
        Assert.AreEqual(Common(a, b), Common(made.Of(a), made.Of(b)), $"{a} {b}");
    }, iter: 500);

    [TestMethod]
    public void Of_Address_StaysInTheBlocksThatMeanSomething() => Gen.Select(Gen.Byte.Array[4, 16], Addresses).Sample((key, address) =>
    {
        var named = AddressPrefix.Parse("45.0.0.0/20");
        var made = new AddressPermutation(new ReplacementKey(key), [named]).Of(address);
        foreach (var block in Kept.Select(AddressPrefix.Parse).Append(named))
            Assert.AreEqual(block.Contains(address), block.Contains(made), $"{address} {made} {block}");
    }, iter: 500);

    [TestMethod]
    [DataRow("127.0.0.1")]
    [DataRow("169.254.169.254")]
    [DataRow("255.255.255.255")]
    [DataRow("224.0.0.251")]
    [DataRow("::1")]
    public void Of_AddressWithAMeaning_IsItself(string text) =>
        Assert.AreEqual(text, new AddressPermutation(new ReplacementKey(new byte[] { 1, 2, 3, 4 }), []).Of(HostAddress.Parse(text)).ToString());

    private static int Common(HostAddress a, HostAddress b)
    {
        Span<byte> left = stackalloc byte[16], right = stackalloc byte[16];
        var length = a.WriteBytes(left);
        b.WriteBytes(right);
        for (var i = 0; i < length * 8; i++)
        {
            if (((left[i / 8] ^ right[i / 8]) & (0x80 >> (i % 8))) != 0)
                return i;
        }

        return length * 8;
    }
}
