// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using FwCorrelate.Network;

namespace FwCorrelate.Core.Tests.Network;

[TestClass]
public sealed partial class IPv4TextTests
{
    private static readonly string[] Odd = ["", "00", "01", "007", "256", "-1", "a", "1/"];

    [TestMethod]
    public void TryParse_EveryAddress_ReadsWhatWasWritten() => Gen.UInt.Sample(value =>
    {
        var address = HostAddress.FromIPv4(value);
        Assert.IsTrue(HostAddress.TryParse(Encoding.ASCII.GetBytes($"{value >> 24}.{(value >> 16) & 255}.{(value >> 8) & 255}.{value & 255}"), out var read));
        Assert.AreEqual(address, read);
    });

    [TestMethod]
    public void TryParse_AnyText_AgreesWithTheGrammar()
    {
        var part = Gen.OneOf(Gen.Int[0, 300].Select(n => $"{n}"), Gen.String[Gen.Char["0123456789."], 0, 4], Gen.Int[0, 7].Select(i => Odd[i]));
        Gen.Select(part, part, part, part).Sample((a, b, c, d) =>
        {
            var text = $"{a}.{b}.{c}.{d}";
            Assert.AreEqual(Grammar().IsMatch(text), HostAddress.TryParse(Encoding.ASCII.GetBytes(text), out _), text);
        });
    }

    [GeneratedRegex(@"\A(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(\.(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])){3}\z")]
    private static partial Regex Grammar();
}
