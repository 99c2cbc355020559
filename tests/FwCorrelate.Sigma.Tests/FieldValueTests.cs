// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Network;
using FwCorrelate.Sigma.Events;

namespace FwCorrelate.Sigma.Tests;

[TestClass]
public sealed class FieldValueTests
{
    [TestMethod]
    [DataRow("0.0.0.1")]
    [DataRow("10.77.1.255")]
    [DataRow("2001:db8::1")]
    [DataRow("fd00:1:2:3:4:5:6:7")]
    public void Address_AsText_IsWhatItsToStringSays(string address) =>
        Assert.AreEqual(HostAddress.Parse(address).ToString(), FieldValue.Of(HostAddress.Parse(address)).ToString());

    [TestMethod]
    public void Address_IntoTooSmallABuffer_DoesNotFit()
    {
        for (var length = 0; length < "10.77.1.255".Length; length++)
            Assert.IsFalse(HostAddress.Parse("10.77.1.255").TryFormat(new char[length], out _));
    }

    [TestMethod]
    public void Number_AsText_IsInvariant()
    {
        Assert.AreEqual("-9223372036854775808", FieldValue.Of(long.MinValue).ToString());
        Assert.AreEqual("1.5", FieldValue.Of(1.5).ToString());
        Assert.AreEqual("true", FieldValue.Of(true).ToString());
    }

    [TestMethod]
    public void NothingToSay_IsMissing()
    {
        Assert.AreEqual(FieldValueKind.Missing, FieldValue.Of((string?)null).Kind);
        Assert.AreEqual(FieldValueKind.Missing, FieldValue.Of(HostAddress.None).Kind);
        Assert.AreEqual(FieldValueKind.Missing, FieldValue.OfCount(-1).Kind);
    }
}
