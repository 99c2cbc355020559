// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Scenarios.Hostile;

/// <summary>Damaged evidence never proves: what could not be read may have said the opposite.</summary>
[TestClass]
public sealed class DamagedEvidenceTests
{
    private const string Target = "203.0.113.7:22/tcp";

    [TestMethod]
    public void LostLeaseRow_OfTheSharedCase_NamesNobodyAndSaysWhy()
    {
        using var hostile = HostileCase.Of("lost-lease-row-makes-exclusive");
        var run = hostile.Investigate();
        var attribution = HostileCase.Attribution(run, Target);
        Assert.AreEqual("candidates", attribution.GetProperty("kind").GetString());
        Assert.AreEqual("D", attribution.GetProperty("rung").GetString());
        Assert.Contains("leases/l.csv:3: a lease that could not be read", run.Error);
        var page = ProgramRun.Of("investigate", hostile.Path, "--format", "table");
        Assert.Contains("1 row or table could not be read", page.Output);
    }

    [TestMethod]
    public void LeaseTable_ThatCannotBeOpened_NamesNobody()
    {
        using var hostile = HostileCase.Of("lost-lease-row-makes-exclusive");
        var table = Path.Combine(hostile.Path, "leases", "l.csv");
        File.WriteAllLines(table, File.ReadAllLines(table).Take(2));
        Assert.AreEqual("tool_call", HostileCase.Attribution(hostile.Investigate(), Target).GetProperty("kind").GetString());
        File.WriteAllBytes(Path.Combine(hostile.Path, "leases", "more.csv.gz"), [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2]);
        Assert.AreEqual("D", HostileCase.Attribution(hostile.Investigate(), Target).GetProperty("rung").GetString());
    }

    [TestMethod]
    public void StampThatOccursTwice_OfTheSharedCase_MakesBothCallsCandidates()
    {
        using var hostile = HostileCase.Of("dst-fold-names-wrong-call");
        var run = hostile.Investigate();
        Assert.AreEqual("candidates", HostileCase.Attribution(run, Target).GetProperty("kind").GetString());
        var incident = HostileCase.Incidents(run).Select(i => i.GetProperty("fwcorrelate")).Single(i => i.GetProperty("target").GetString() == Target);
        var candidates = incident.GetProperty("tool_call").GetProperty("candidates").EnumerateArray().Select(c => c.GetProperty("tool_call_id").GetString());
        CollectionAssert.AreEquivalent((string[])["call_1", "call_2"], candidates.ToList());
        Assert.Contains("121 stamps within a change of the clocks", ProgramRun.Of("investigate", hostile.Path, "--format", "table").Output);
    }

    [TestMethod]
    [DataRow("", "inferred")]
    [DataRow("2 what is this\n", "unknown")]
    public void RejectedLine_OfTheTimeBeforeAConnection_LeavesItsStartUnknown(string line, string basis)
    {
        // The log tells no TCP flags: a start is inferred from the silence before it, in which a line that could not be read may have been.
        using var tiny = new TinyCase().Append("logs/vpc.log", TinyCase.Flow(1195, TinyCase.Stranger, 22, 50000) + line);
        var attributions = tiny.Attributions();
        Assert.IsNotEmpty(attributions);
        Assert.IsTrue(attributions.TrueForAll(a => a.GetProperty("connection").GetProperty("start_basis").GetString() == basis));
    }

    [TestMethod]
    public void LogThatIsCutOff_LeavesWhatComesAfterWithoutProof()
    {
        using var tiny = new TinyCase().Write("logs/more.log", $"{TinyCase.Header}\n{TinyCase.Flow(1500, TinyCase.Stranger, 22, 50000)}");
        Assert.AreEqual("inferred", StartBasis(tiny));
        tiny.Write("logs/vpc.log.gz", Gzip(File.ReadAllText(Path.Combine(tiny.Path, "logs", "vpc.log")))[..^20]);
        File.Delete(Path.Combine(tiny.Path, "logs", "vpc.log"));
        Assert.AreEqual("unknown", StartBasis(tiny));
    }

    private static string StartBasis(TinyCase tiny) =>
        tiny.Attributions().Select(a => a.GetProperty("connection").GetProperty("start_basis").GetString()!).Distinct().Single();

    private static byte[] Gzip(string text)
    {
        using var stored = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(stored, System.IO.Compression.CompressionLevel.Optimal))
            gzip.Write(System.Text.Encoding.UTF8.GetBytes(text));
        return stored.ToArray();
    }
}
