// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Ingestion.Inputs;
using ZstdSharp;

namespace FwCorrelate.Ingestion.Tests.Inputs;

[TestClass]
public sealed class ZstandardTests
{
    private static readonly byte[] Skippable = [0x53, 0x2A, 0x4D, 0x18, 4, 0, 0, 0, 9, 9, 9, 9];

    [TestMethod]
    public void Read_Frame_GivesItsText() => Assert.AreEqual(("a\nb\n", null), Text(Frame("a\nb\n")));

    [TestMethod]
    public void Read_FramesOneAfterAnother_GiveTheTextOfAll()
    {
        Assert.AreEqual(("a\nb\nc\n", null), Text([.. Frame("a\nb"), .. Frame("\n"), .. Frame("c\n")]));
        Assert.AreEqual(("a\nb\n", null), Text([.. Skippable, .. Frame("a\n"), .. Skippable, .. Frame("b\n")]));
    }

    [TestMethod]
    public void Read_FrameCutAnywhere_SaysSo()
    {
        var whole = Frame(string.Concat(Enumerable.Range(0, 3_000).Select(i => $"{i * 7919 % 3001} line\n")));
        for (var length = 5; length < whole.Length; length += 97)
            StringAssert.Contains(Text(whole[..length]).Damage, "cut off");
    }

    [TestMethod]
    public void Read_SomethingBehindTheLastFrame_SaysSo() => StringAssert.Contains(Text([.. Frame("a\n"), 1, 2, 3, 4, 5]).Damage, "followed by something else");

    [TestMethod]
    public void Read_ChangedByte_NeverThrows()
    {
        var whole = Frame(string.Concat(Enumerable.Range(0, 500).Select(i => $"{i * 7919 % 3001} line\n")));
        for (var i = 4; i < whole.Length; i++)
        {
            var changed = whole.ToArray();
            changed[i] ^= 0x55;
            Text(changed);
        }
    }

    [TestMethod]
    public void Read_Bomb_EndsAtTheLimit()
    {
        using var file = new TempFile(Frame(new string('a', 300_000_000)));
        using var opened = OpenedInput.Open(Reading.Input(file.Path));
        var buffer = new byte[1 << 20];
        while (opened.Read(buffer) > 0)
        {
        }

        StringAssert.Contains(opened.Damage, "a decompression bomb");
        Assert.IsLessThan(80L << 20, opened.TextBytesRead);
    }

    [TestMethod]
    public void Read_WindowOfAGibibyte_IsRefused()
    {
        // RFC 8878, section 3.1.1.1: no single segment, no checksum, window descriptor 0xA0 (2^30 bytes), one empty last block.
        StringAssert.Contains(Text([0x28, 0xB5, 0x2F, 0xFD, 0x00, 0xA0, 0x01, 0x00, 0x00]).Damage, "after 0 bytes of text");
    }

    private static byte[] Frame(string text)
    {
        using var compressor = new Compressor(3);
        return compressor.Wrap(Encoding.UTF8.GetBytes(text)).ToArray();
    }

    private static (string Text, string? Damage) Text(byte[] stored)
    {
        using var file = new TempFile(stored);
        using var opened = OpenedInput.Open(Reading.Input(file.Path));
        var (text, buffer) = (new MemoryStream(), new byte[1000]);
        while (opened.Read(buffer) is var read and > 0)
            text.Write(buffer, 0, read);
        return (Encoding.UTF8.GetString(text.ToArray()), opened.Damage);
    }
}
