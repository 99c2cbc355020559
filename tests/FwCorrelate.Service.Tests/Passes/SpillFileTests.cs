// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Service.Passes;

namespace FwCorrelate.Service.Tests.Passes;

[TestClass]
public sealed class SpillFileTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(100)]
    [DataRow(1 << 20)]
    public void Read_WhateverWasLaidAside_IsTheSame(int bytesInMemory)
    {
        using var spill = new SpillFile(bytesInMemory);
        var pieces = Enumerable.Range(0, 300).Select(i => Enumerable.Repeat((byte)i, i * 7 % 50).ToArray()).ToList();
        var positions = pieces.ConvertAll(p => spill.Append(p));
        foreach (var (piece, position) in pieces.Zip(positions).Reverse())
        {
            var read = new byte[piece.Length];
            spill.Read(position, read);
            Assert.AreSequenceEqual(piece, read);
        }
    }

    [TestMethod]
    public void Append_MoreThanMemory_LeavesNoNameInTheTemporaryFolder()
    {
        if (OperatingSystem.IsWindows())
            Assert.Inconclusive("Files in use keep their names here.");
        using var scratch = new ScratchFolder();
        var before = Environment.GetEnvironmentVariable("TMPDIR");
        try
        {
            Environment.SetEnvironmentVariable("TMPDIR", scratch.FullPath);
            using var spill = new SpillFile(10);
            for (var i = 0; i < 10; i++)
                spill.Append("0123456789"u8);
            Assert.IsEmpty(Directory.GetFileSystemEntries(scratch.FullPath));
        }
        finally
        {
            Environment.SetEnvironmentVariable("TMPDIR", before);
        }
    }

    [TestMethod]
    public void Append_FolderThatCannotBeWritten_SaysWhereAndWhatToDo()
    {
        var before = Environment.GetEnvironmentVariable("TMPDIR");
        try
        {
            Environment.SetEnvironmentVariable("TMPDIR", "/nonexistent/folder");
            using var spill = new SpillFile(1);
            spill.Append("a"u8);
            var failure = Assert.ThrowsExactly<IOException>(() => spill.Append("b"u8));
            Assert.Contains("/nonexistent/folder", failure.Message);
            Assert.Contains("TMPDIR", failure.Message);
        }
        finally
        {
            Environment.SetEnvironmentVariable("TMPDIR", before);
        }
    }
}
