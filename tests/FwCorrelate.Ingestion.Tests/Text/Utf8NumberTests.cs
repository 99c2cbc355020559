// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using CsCheck;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.Tests.Text;

[TestClass]
public sealed class Utf8NumberTests
{
    [TestMethod]
    public void TryParse_Digits_ReadsTheirValue() => Gen.String[Gen.Char["0123456789"], 1, 18].Sample(text =>
    {
        Assert.IsTrue(Utf8Number.TryParse(Encoding.ASCII.GetBytes(text), out long value), text);
        Assert.AreEqual(long.Parse(text, CultureInfo.InvariantCulture), value);
    });

    [TestMethod]
    public void TryParse_OneOtherByte_Refuses() =>
        Gen.Select(Gen.String[Gen.Char["0123456789"], 1, 18], Gen.Byte, Gen.Int[0, 17]).Sample((text, other, at) =>
        {
            var bytes = Encoding.ASCII.GetBytes(text);
            bytes[at % bytes.Length] = other;
            Assert.AreEqual(char.IsAsciiDigit((char)other), Utf8Number.TryParse(bytes, out long _), $"{text} with {other:x2}");
        });

    [TestMethod]
    [DataRow("")]
    [DataRow("1234567890123456789")]
    [DataRow("-1")]
    [DataRow("+1")]
    [DataRow(" 1234567")]
    public void TryParse_NoPlainNumber_Refuses(string text) => Assert.IsFalse(Utf8Number.TryParse(Encoding.ASCII.GetBytes(text), out long _));

    [TestMethod]
    [DataRow("65535", true)]
    [DataRow("65536", false)]
    [DataRow("00000080", true)]
    public void TryParse_Port_KeepsToSixteenBits(string text, bool isPort) => Assert.AreEqual(isPort, Utf8Number.TryParse(Encoding.ASCII.GetBytes(text), out ushort _));
}
