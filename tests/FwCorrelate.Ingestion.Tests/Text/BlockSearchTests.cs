// SPDX-License-Identifier: Apache-2.0
using System.Text;
using CsCheck;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.Tests.Text;

[TestClass]
public sealed class BlockSearchTests
{
    private static readonly Gen<byte[]> Text = Gen.String[Gen.Char["abcs\n"], 0, 300].Select(Encoding.ASCII.GetBytes);

    [TestMethod]
    public void IndexOf_AnyText_FindsTheFirst() => Text.Sample(text =>
    {
        foreach (var mark in (string[])["sa", "sca", "abab"])
            Assert.AreEqual(text.AsSpan().IndexOf(Encoding.ASCII.GetBytes(mark)), BlockSearch.IndexOf(text, Encoding.ASCII.GetBytes(mark)));
    });

    [TestMethod]
    public void Count_AnyText_CountsAll() => Text.Sample(text =>
        Assert.AreEqual(text.Count(b => b == (byte)'\n'), BlockSearch.Count(text, (byte)'\n')));
}
