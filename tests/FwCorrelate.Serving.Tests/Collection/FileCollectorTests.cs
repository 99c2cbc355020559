// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;

namespace FwCorrelate.Serving.Tests.Collection;

[TestClass]
public sealed class FileCollectorTests
{
    [TestMethod]
    public void Collect_PartialLastLine_WaitsForItsEnd()
    {
        using var sources = new Collecting();
        sources.Append("a.log", "one\ntw");
        sources.Collect();
        Assert.AreEqual("one\n", sources.Texts["a.log"]);
        sources.Append("a.log", "o\n");
        sources.Collect();
        Assert.AreEqual("one\ntwo\n", sources.Texts["a.log"]);
    }

    [TestMethod]
    public void Collect_PartialLastLineAtRest_IsTakenAndGoesOn()
    {
        using var sources = new Collecting();
        sources.Append("a.log", "one\ntw");
        sources.CollectSettled();
        Assert.AreEqual("one\ntw", sources.Texts["a.log"]);
        sources.Append("a.log", "o\n");
        sources.Collect();
        Assert.AreEqual("one\ntwo\n", sources.Texts["a.log"]);
    }

    [TestMethod]
    public void Collect_NothingNew_SaysSo()
    {
        using var sources = new Collecting();
        sources.Append("a.log", "one\n");
        Assert.IsTrue(sources.Collect());
        Assert.IsFalse(sources.Collect());
    }

    [TestMethod]
    public void Collect_RotatedByRename_GoesOnUnderTheNewName()
    {
        using var sources = new Collecting();
        sources.Append("a.log", "one\n");
        sources.Collect();
        File.Move(sources["a.log"], sources["a.log.1"]);
        sources.Append("a.log.1", "late\n");
        sources.Append("a.log", "two\n");
        sources.Collect();
        Assert.AreEqual("one\nlate\n", sources.Texts["a.log.1"]);
        Assert.AreEqual("two\n", sources.Texts["a.log"]);
    }

    [TestMethod]
    public void Collect_ChainOfRotations_LosesAndRepeatsNothing()
    {
        using var sources = new Collecting();
        for (var turn = 0; turn < 6; turn++)
        {
            for (var old = 3; old >= 1; old--)
            {
                if (File.Exists(sources[$"a.log.{old}"]))
                    File.Move(sources[$"a.log.{old}"], sources[$"a.log.{old + 1}"], overwrite: true);
            }

            if (File.Exists(sources["a.log"]))
                File.Move(sources["a.log"], sources["a.log.1"]);
            sources.Append("a.log", $"{turn} first\n{turn} second\n");
            if (turn % 2 == 0)
                sources.Restart();
            sources.Collect();
        }

        Assert.AreSequenceEqual(Enumerable.Range(0, 6).SelectMany(t => new[] { $"{t} first", $"{t} second" }), sources.Lines);
    }

    [TestMethod]
    public void Collect_CopiedAndCutShort_TakesTheCopyForTheOriginal()
    {
        using var sources = new Collecting();
        sources.Append("a.log", "one\ntwo\n");
        sources.Collect();
        File.Copy(sources["a.log"], sources["a.log.1"]);
        File.WriteAllText(sources["a.log"], "");
        sources.Append("a.log", "three\n");
        sources.Collect();
        Assert.AreEqual("one\ntwo\n", sources.Texts["a.log.1"]);
        Assert.AreEqual("three\n", sources.Texts["a.log"]);
    }

    [TestMethod]
    public void Collect_LinesBetweenTheLastLookAndTheCopy_AreFoundInTheCopy()
    {
        using var sources = new Collecting();
        sources.Append("a.log", "one\n");
        sources.Collect();
        sources.Append("a.log", "two\n");
        File.Copy(sources["a.log"], sources["a.log.1"]);
        File.WriteAllText(sources["a.log"], "three\nfour\nfive\n");
        sources.Collect();
        Assert.AreEqual("one\ntwo\n", sources.Texts["a.log.1"]);
        Assert.AreEqual("three\nfour\nfive\n", sources.Texts["a.log"]);
    }

    [TestMethod]
    public void Collect_CopySeenBeforeTheCut_WaitsToSeeWhatBecomesOfIt()
    {
        using var sources = new Collecting();
        sources.Append("a.log", "one\n");
        sources.Collect();
        File.Copy(sources["a.log"], sources["a.log.1"]);
        sources.Collect();
        Assert.AreSequenceEqual(["one"], sources.Lines);
        File.WriteAllText(sources["a.log"], "");
        sources.Collect();
        Assert.AreEqual("one\n", sources.Texts["a.log.1"]);
        Assert.AreSequenceEqual(["one"], sources.Lines);
    }

    [TestMethod]
    public void Collect_CopyThatStays_IsAFileOfItsOwn()
    {
        using var sources = new Collecting();
        sources.Append("a.log", "one\n");
        sources.Collect();
        File.Copy(sources["a.log"], sources["b.log"]);
        sources.CollectSettled();
        Assert.AreEqual("one\n", sources.Texts["a.log"]);
        Assert.AreEqual("one\n", sources.Texts["b.log"]);
    }

    [TestMethod]
    public void Collect_CompressedAfterItWasRead_IsNotReadTwice()
    {
        using var sources = new Collecting();
        sources.Append("a.log.1", "one\ntwo\n");
        sources.Collect();
        sources.Append("a.log.1", "three\n");
        Compress(sources["a.log.1"]);
        sources.CollectSettled();
        Assert.AreEqual("one\ntwo\nthree\n", sources.Texts["a.log.1.gz"]);
        sources.Restart();
        Assert.IsFalse(sources.Collect());
        Assert.HasCount(1, sources.Texts);
    }

    [TestMethod]
    public void Collect_CompressedFileThatGrows_IsTakenWhenItIsAtRest()
    {
        using var sources = new Collecting();
        File.WriteAllText(sources["whole"], "one\n");
        Compress(sources["whole"]);
        var bytes = File.ReadAllBytes(sources["whole.gz"]);
        File.WriteAllBytes(sources["whole.gz"], bytes[..(bytes.Length / 2)]);
        sources.Collect();
        Assert.IsEmpty(sources.Texts);
        File.WriteAllBytes(sources["whole.gz"], bytes);
        sources.CollectSettled();
        Assert.AreSequenceEqual(bytes, File.ReadAllBytes(sources.CopyOf("whole.gz")));
    }

    [TestMethod]
    public void Collect_FileDeleted_KeepsWhatWasRead()
    {
        using var sources = new Collecting();
        sources.Append("a.log", "one\n");
        sources.Collect();
        File.Delete(sources["a.log"]);
        sources.Collect();
        Assert.AreEqual("one\n", sources.Texts["a.log ended"]);
    }

    [TestMethod]
    public void Collect_TableOfLeasesWrittenAnew_ForgetsTheOldOne()
    {
        using var sources = new Collecting();
        const string Header = "address,owner_kind,owner_id,host,from,to\n";
        sources.Append("leases.csv", Header + "10.8.0.5,sandbox,sb-1,h1,2026-01-15T00:00:00Z,\n");
        sources.Collect();
        File.WriteAllText(sources["new"], Header + "10.8.0.5,sandbox,sb-1,h1,2026-01-15T00:00:00Z,2026-01-15T01:00:00Z\n");
        File.Move(sources["new"], sources["leases.csv"], overwrite: true);
        sources.Collect();
        Assert.HasCount(1, sources.Texts);
        Assert.Contains("01:00:00Z", sources.Texts["leases.csv"]);
    }

    [TestMethod]
    public void Collect_FileReplacedByALongerOneOfTheSameBeginning_GoesOn()
    {
        using var sources = new Collecting();
        sources.Append("a.log", "one\n");
        sources.Collect();
        File.WriteAllText(sources[".a.log.tmp"], "one\ntwo\n");
        File.Move(sources[".a.log.tmp"], sources["a.log"], overwrite: true);
        sources.Collect();
        Assert.AreEqual("one\ntwo\n", sources.Texts["a.log"]);
    }

    [TestMethod]
    public void Collect_OldFileInANewSubfolder_IsRead()
    {
        using var sources = new Collecting();
        sources.Append("2026/01/15/a.log", "one\n");
        sources.Collect();
        sources.Append("2026/01/14/late.log", "zero\n");
        sources.Collect();
        Assert.AreSequenceEqual(["one", "zero"], sources.Lines);
    }

    [TestMethod]
    public void Restart_BytesBeyondTheCommit_AreCutOff()
    {
        using var sources = new Collecting();
        sources.Append("a.log", "one\n");
        sources.Collect();
        sources.Restart(() => File.AppendAllText(sources.CopyOf("a.log"), "half a li"));
        sources.Append("a.log", "two\n");
        sources.Collect();
        Assert.AreEqual("one\ntwo\n", sources.Texts["a.log"]);
    }

    [TestMethod]
    public void Restart_CopyDamaged_IsCollectedAnew()
    {
        using var sources = new Collecting();
        sources.Append("a.log", "one\ntwo\n");
        sources.Collect();
        sources.Restart(() => File.WriteAllText(sources.CopyOf("a.log"), "onX\ntwo\n"));
        Assert.Contains("a.log is not what was collected", sources.Collector.Warnings.Single());
        sources.Collect();
        Assert.AreEqual("one\ntwo\n", sources.Texts["a.log"]);
    }

    [TestMethod]
    public void Collect_RootGoneForAWhile_KeepsItsStreams()
    {
        using var sources = new Collecting();
        sources.Append("a.log", "one\n");
        sources.Collect();
        Directory.Move(sources.Logs, sources.Logs + ".away");
        sources.Collect();
        Assert.HasCount(1, sources.Collector.LastLook.Problems);
        Directory.Move(sources.Logs + ".away", sources.Logs);
        sources.Append("a.log", "two\n");
        sources.Collect();
        Assert.AreEqual("one\ntwo\n", sources.Texts["a.log"]);
    }

    private static void Compress(string file)
    {
        using (var target = new GZipStream(File.Create(file + ".gz"), CompressionLevel.Fastest))
            target.Write(File.ReadAllBytes(file));
        File.Delete(file);
    }
}
