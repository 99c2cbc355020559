// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using FwCorrelate.Flows;
using FwCorrelate.Incidents;
using FwCorrelate.Samples;
using FwCorrelate.Service.Results;

namespace FwCorrelate.Service.Tests.Results;

[TestClass]
public sealed class EvidenceVerificationTests
{
    private const string Log = "header\naction=ACCEPT account=1\r\naction=REJECT account=2\n";
    private const string Trace = "{\"spans\":[\n  {\"id\":1},\n  {\"id\":2,\n   \"name\":\"bash\"}\n]}\n";

    [TestMethod]
    public void Verify_Untouched_FindsNothing()
    {
        using var scratch = new ScratchFolder();
        Assert.AreEqual("", Findings(Prepare(scratch)));
    }

    [TestMethod]
    public void Verify_ChangedOutput_IsTold()
    {
        using var scratch = new ScratchFolder();
        var folder = Prepare(scratch);
        File.AppendAllText(Path.Combine(folder, OutputFiles.Report), "<!-- edited -->");
        File.Delete(Path.Combine(folder, OutputFiles.Ledger));
        File.WriteAllText(Path.Combine(folder, OutputFiles.Rejected), "");
        File.WriteAllText(Path.Combine(folder, "notes.txt"), "");
        Assert.AreEqual("OutputMissing ledger.json, OutputChanged report.html, NotChecked notes.txt, OutputAdded rejected.jsonl", Findings(folder));
    }

    [TestMethod]
    public void Verify_ChangedInput_NamesTheRecordThatDiffers()
    {
        using var scratch = new ScratchFolder();
        var folder = Prepare(scratch);
        File.WriteAllText(scratch["case/logs/a.log"], Log.Replace("REJECT", "ACCEPT", StringComparison.Ordinal));
        Assert.AreEqual("InputChanged logs/a.log, RecordDiffers logs/a.log:3", Findings(folder));
    }

    [TestMethod]
    public void Verify_MissingInput_IsTold()
    {
        using var scratch = new ScratchFolder();
        var folder = Prepare(scratch);
        File.Delete(scratch["case/logs/b.log.gz"]);
        Assert.AreEqual("InputMissing logs/b.log.gz", Findings(folder));
    }

    [TestMethod]
    public void Verify_CaseMoved_IsFoundInTheFolderThatIsNamed()
    {
        using var scratch = new ScratchFolder();
        var folder = Prepare(scratch);
        Directory.Move(scratch["case"], scratch["archive"]);
        Assert.AreEqual("InputMissing " + scratch["case"], Findings(folder));
        Assert.IsEmpty(EvidenceVerification.Verify(folder, scratch["archive"]));
    }

    [TestMethod]
    public void Verify_EditedIncidentsWithEditedManifest_IsCaughtByTheChainAndTheRecords()
    {
        using var scratch = new ScratchFolder();
        var folder = Prepare(scratch);
        var forged = Path.Combine(folder, OutputFiles.Incidents);
        var text = File.ReadAllText(forged).Replace(Hash("action=REJECT account=2"), Hash("action=REJECT account=3"), StringComparison.Ordinal);
        var before = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(forged)));
        File.WriteAllText(forged, text);
        var manifest = Path.Combine(folder, OutputFiles.Manifest);
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace(before, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(forged))), StringComparison.Ordinal));
        Assert.AreEqual("ManifestUnusable manifest.json, RecordDiffers logs/a.log:3, RecordDiffers logs/b.log.gz:3", Findings(folder));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("[]")]
    [DataRow("{\"case\":{\"path\":1}}")]
    [DataRow("{\"case\":{\"path\":\"\"},\"inputs\":[{\"bytes\":\"x\"}]}")]
    public void Verify_UnusableManifest_IsTold(string content)
    {
        using var scratch = new ScratchFolder();
        File.WriteAllText(scratch[OutputFiles.Manifest], content);
        Assert.AreEqual("ManifestUnusable manifest.json", Findings(scratch.FullPath));
    }

    [TestMethod]
    public void Verify_NoResult_IsTold()
    {
        using var scratch = new ScratchFolder();
        Assert.AreEqual("ManifestUnusable manifest.json", Findings(scratch["nowhere"]));
    }

    // A case of a log, a compressed log and a trace that is one document; evidence names a record of each.
    private static string Prepare(ScratchFolder scratch)
    {
        Directory.CreateDirectory(scratch["case/logs"]);
        Directory.CreateDirectory(scratch["case/timeline"]);
        File.WriteAllText(scratch["case/logs/a.log"], Log);
        using (var gzip = new GZipStream(File.Create(scratch["case/logs/b.log.gz"]), CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(Log));
        File.WriteAllText(scratch["case/timeline/t.json"], Trace);
        Evidence[] evidence =
        [
            Of("flow", "logs/a.log", Log, 3, "action=REJECT account=2"),
            Of("flow", "logs/a.log", Log, 2, "action=ACCEPT account=1"),
            Of("flow", "logs/b.log.gz", Log, 3, "action=REJECT account=2"),
            Of("call", "timeline/t.json", Trace, 3, "{\"id\":2,\n   \"name\":\"bash\"}"),
        ];
        var incident = Sample.Incident() with { Evidence = evidence, Records = [] };
        var result = SampleResult.Build() with
        {
            CasePath = scratch["case"],
            Incidents = [incident],
            Behaviours = [new Behaviour("B", "Title", "Target", incident.Rule.Level, [incident])],
            Attributions = [],
            Rejected = [],
            Inputs = [Input(scratch, "logs/a.log", InputRole.Log), Input(scratch, "logs/b.log.gz", InputRole.Log), Input(scratch, "timeline/t.json", InputRole.Trace)],
        };
        OutputFolder.Write(result, scratch["out"], force: false);
        return scratch["out"];
    }

    private static Evidence Of(string role, string file, string text, int line, string record) =>
        new(role, new RecordOrigin(file, line, 0, text.IndexOf(record, StringComparison.Ordinal), Hash(record)));

    private static InputSummary Input(ScratchFolder scratch, string path, InputRole role)
    {
        var bytes = File.ReadAllBytes(scratch["case/" + path]);
        return new InputSummary(path, role, "x", "x", bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)), 2, null, null, null);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Findings(string folder) => string.Join(", ", EvidenceVerification.Verify(folder)
        .Select(f => FormattableString.Invariant($"{f.Problem} {f.Path}{(f.Line is { } line ? $":{line}" : "")}")));
}
