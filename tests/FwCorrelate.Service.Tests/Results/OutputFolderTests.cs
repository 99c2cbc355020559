// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using FwCorrelate.Cases;
using FwCorrelate.Service.Results;

namespace FwCorrelate.Service.Tests.Results;

[TestClass]
public sealed class OutputFolderTests
{
    [TestMethod]
    public void Write_Result_MakesTheFilesOfTheContract()
    {
        using var scratch = new ScratchFolder();
        OutputFolder.Write(SampleResult.Build(), scratch["out"], force: false);
        Assert.AreEqual(
            "attributions.jsonl incidents.jsonl ledger.json manifest.json rejected.jsonl report.html",
            string.Join(' ', Directory.GetFileSystemEntries(scratch["out"]).Select(Path.GetFileName).Order(StringComparer.Ordinal)));
        Assert.AreEqual("out", string.Join(' ', Directory.GetFileSystemEntries(scratch.FullPath).Select(Path.GetFileName)), "nothing is left beside the folder");
    }

    [TestMethod]
    public void Write_NothingRejected_WritesNoRejectedFile()
    {
        using var scratch = new ScratchFolder();
        OutputFolder.Write(SampleResult.Build() with { Rejected = [] }, scratch["out"], force: false);
        Assert.IsFalse(File.Exists(Path.Combine(scratch["out"], OutputFiles.Rejected)));
    }

    [TestMethod]
    public void Write_AnyOrderOfTheSameResult_IsTheSameBytes()
    {
        using var scratch = new ScratchFolder();
        var result = SampleResult.Build();
        var shuffled = result with
        {
            Incidents = [.. result.Incidents.Reverse()],
            Inputs = [.. result.Inputs.Reverse()],
        };
        OutputFolder.Write(result, scratch["a"], force: false);
        OutputFolder.Write(shuffled, scratch["b"], force: false);
        foreach (var name in new[] { OutputFiles.Incidents, OutputFiles.Attributions, OutputFiles.Ledger, OutputFiles.Rejected })
            Assert.AreEqual(File.ReadAllText(Path.Combine(scratch["a"], name)), File.ReadAllText(Path.Combine(scratch["b"], name)), name);
    }

    [TestMethod]
    public void Write_Lines_AreSortedAsTheContractSays()
    {
        using var scratch = new ScratchFolder();
        OutputFolder.Write(SampleResult.Build(), scratch["out"], force: false);
        var ids = Lines(scratch["out"], OutputFiles.Incidents).Select(l => (string)l["fwcorrelate"]!["incident"]!["id"]!).ToArray();
        CollectionAssert.AreEqual(ids.Order(StringComparer.Ordinal).ToArray(), ids);
        Assert.HasCount(5, ids);
        var keys = Lines(scratch["out"], OutputFiles.Attributions).Select(l => $"{l["event"]!["start"]} {l["fwcorrelate"]!["record"]!["sha256"]}").ToArray();
        CollectionAssert.AreEqual(keys.Order(StringComparer.Ordinal).ToArray(), keys);
    }

    [TestMethod]
    public void Write_Ledger_TellsCountersInOrderAndThatTheyAddUp()
    {
        using var scratch = new ScratchFolder();
        OutputFolder.Write(SampleResult.Build(), scratch["out"], force: false);
        var ledger = JsonNode.Parse(File.ReadAllText(Path.Combine(scratch["out"], OutputFiles.Ledger)))!.AsObject();
        Assert.AreEqual(
            "read parsed rejected ignored no_data duplicate out_of_range evaluated matched unmatched tool_call candidates sandbox none unknown_address late suppressed "
            + "adds_up sources unrecognised_files damaged_files rejected_not_listed episodes",
            string.Join(' ', ledger.Select(p => p.Key)));
        Assert.IsTrue((bool)ledger["adds_up"]!);
        Assert.IsTrue((bool)ledger["sources"]!["flows"]!["adds_up"]!);
        Assert.AreEqual("logs/odd.bin", (string?)ledger["unrecognised_files"]![0]);
    }

    [TestMethod]
    public void Write_Manifest_NamesEveryInputRuleAndOutput()
    {
        using var scratch = new ScratchFolder();
        OutputFolder.Write(SampleResult.Build() with { Arguments = ["investigate", "cases/2026-01-15"] }, scratch["out"], force: false);
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(scratch["out"], OutputFiles.Manifest)))!;
        Assert.AreEqual("""["investigate","cases/2026-01-15"]""", manifest["arguments"]!.ToJsonString());
        Assert.HasCount(5, manifest["inputs"]!.AsArray());
        Assert.AreEqual("rules/mining_pool.yml", (string?)manifest["rules"]!["files"]![0]!["path"]);
        Assert.AreEqual(
            Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(new string('5', 64) + "\n"))), (string?)manifest["rules"]!["sha256"]);
        Assert.StartsWith("TZDB", (string?)manifest["time_zone_database"]);
        foreach (var output in manifest["outputs"]!.AsArray())
        {
            var bytes = File.ReadAllBytes(Path.Combine(scratch["out"], (string)output!["path"]!));
            Assert.AreEqual(bytes.Length, (int)output["bytes"]!);
            Assert.AreEqual(Convert.ToHexStringLower(SHA256.HashData(bytes)), (string?)output["sha256"]);
        }
    }

    [TestMethod]
    public void Write_FolderWithContent_IsRefusedWithAdvice()
    {
        using var scratch = new ScratchFolder();
        File.WriteAllText(scratch["notes.txt"], "mine");
        var refusal = Assert.ThrowsExactly<ConfigurationException>(() => OutputFolder.Write(SampleResult.Build(), scratch.FullPath, force: false));
        Assert.Contains("--force", refusal.Message);
    }

    [TestMethod]
    public void Write_PathOfAFile_IsRefused()
    {
        using var scratch = new ScratchFolder();
        File.WriteAllText(scratch["out"], "mine");
        Assert.ThrowsExactly<ConfigurationException>(() => OutputFolder.Write(SampleResult.Build(), scratch["out"], force: true));
        Assert.AreEqual("mine", File.ReadAllText(scratch["out"]));
    }

    [TestMethod]
    public void Write_Forced_ReplacesOurFilesAndNoOthers()
    {
        using var scratch = new ScratchFolder();
        OutputFolder.Write(SampleResult.Build(), scratch["out"], force: false);
        File.WriteAllText(Path.Combine(scratch["out"], "notes.txt"), "mine");
        OutputFolder.Write(SampleResult.Build() with { Rejected = [], Incidents = [] }, scratch["out"], force: true);
        Assert.AreEqual("mine", File.ReadAllText(Path.Combine(scratch["out"], "notes.txt")));
        Assert.IsFalse(File.Exists(Path.Combine(scratch["out"], OutputFiles.Rejected)));
        Assert.AreEqual("", File.ReadAllText(Path.Combine(scratch["out"], OutputFiles.Incidents)));
    }

    [TestMethod]
    [DataRow(".out.partial")]
    [DataRow("precious")]
    public void Write_WhatLiesBesideTheTarget_IsNotTouched(string name)
    {
        using var scratch = new ScratchFolder();
        Directory.CreateDirectory(scratch[name]);
        foreach (var file in OutputFiles.All)
            File.WriteAllText(Path.Combine(scratch[name], file), "mine");
        if (name != ".out.partial")
            Directory.CreateSymbolicLink(scratch[".out.partial"], scratch[name]);
        OutputFolder.Write(SampleResult.Build(), scratch["out"], force: false);
        foreach (var file in OutputFiles.All)
            Assert.AreEqual("mine", File.ReadAllText(Path.Combine(scratch[name], file)));
        Assert.IsEmpty(Directory.GetFileSystemEntries(scratch.FullPath, ".out.partial-*"));
    }

    [TestMethod]
    public void Write_ForcedIntoALink_IsRefusedAndNothingBehindItIsReplaced()
    {
        using var scratch = new ScratchFolder();
        Directory.CreateDirectory(scratch["precious"]);
        File.WriteAllText(Path.Combine(scratch["precious"], OutputFiles.Manifest), "mine");
        Directory.CreateSymbolicLink(scratch["out"], scratch["precious"]);
        Assert.Contains("a link", Assert.ThrowsExactly<ConfigurationException>(() => OutputFolder.Write(SampleResult.Build(), scratch["out"], force: true)).Message);
        Assert.AreEqual("mine", File.ReadAllText(Path.Combine(scratch["precious"], OutputFiles.Manifest)));
    }

    [TestMethod]
    public void Write_LinksInTheTarget_AreReplacedNotFollowed()
    {
        using var scratch = new ScratchFolder();
        File.WriteAllText(scratch["mine"], "mine");
        Directory.CreateDirectory(scratch["out"]);
        foreach (var file in OutputFiles.All)
            File.CreateSymbolicLink(Path.Combine(scratch["out"], file), scratch["mine"]);
        OutputFolder.Write(SampleResult.Build() with { Rejected = [] }, scratch["out"], force: true);
        Assert.AreEqual("mine", File.ReadAllText(scratch["mine"]));
        Assert.IsNull(new FileInfo(Path.Combine(scratch["out"], OutputFiles.Manifest)).LinkTarget);
    }

    [TestMethod]
    public void Write_ManyRunsIntoOneFolder_LeaveOneWholeResult()
    {
        using var scratch = new ScratchFolder();
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
            OutputFolder.Write(SampleResult.Build() with { Arguments = [new string('x', i)] }, scratch["out"], force: true));
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(scratch["out"], OutputFiles.Manifest)))!;
        foreach (var output in manifest["outputs"]!.AsArray())
            Assert.AreEqual(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(scratch["out"], (string)output!["path"]!)))), (string?)output["sha256"]);
        Assert.AreEqual("out", string.Join(' ', Directory.GetFileSystemEntries(scratch.FullPath).Select(Path.GetFileName)));
    }

    [TestMethod]
    public void Write_ADefectInTheMiddle_LeavesNothingBehind()
    {
        using var scratch = new ScratchFolder();
        var broken = SampleResult.Build() with { Sources = null! };
        try
        {
            OutputFolder.Write(broken, scratch["out"], force: false);
            Assert.Fail("A result without sources cannot be written.");
        }
        catch (Exception e) when (e is not AssertFailedException)
        {
            Assert.IsEmpty(Directory.GetFileSystemEntries(scratch.FullPath));
        }
    }

    [TestMethod]
    public void Write_WhereAFileIsInTheWay_TellsPathAndAdviceAndLeavesNothing()
    {
        using var scratch = new ScratchFolder();
        File.WriteAllText(scratch["blocked"], "a file, not a folder");
        var folder = Path.Combine(scratch["blocked"], "out");
        var failure = Assert.ThrowsExactly<OutputFailedException>(() => OutputFolder.Write(SampleResult.Build(), folder, force: false));
        Assert.StartsWith(folder, failure.Message);
        Assert.Contains("--out", failure.Message);
        Assert.HasCount(1, Directory.GetFileSystemEntries(scratch.FullPath));
    }

    private static IEnumerable<JsonNode> Lines(string folder, string name) => File.ReadLines(Path.Combine(folder, name)).Select(l => JsonNode.Parse(l)!);
}
