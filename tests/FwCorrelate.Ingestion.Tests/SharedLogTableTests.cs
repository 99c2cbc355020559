// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace FwCorrelate.Ingestion.Tests;

/// <summary>
/// What became of each log of <c>../shared/cases</c>: the table beside this test. Where a reader changes on purpose, run it with
/// <c>FWC_WRITE_TABLE=1</c> and read what changed.
/// </summary>
[TestClass]
public sealed partial class SharedLogTableTests
{
    private const string Table = "shared-logs.tsv";

    private static readonly string[] Folders =
    [
        "alibaba-cloud-firewall", "alibaba-vpc-flow", "aws-network-firewall", "aws-tgw", "aws-vpcflow", "azure-firewall", "azure-nsg-flow", "azure-vnet-flow", "calico",
        "cilium-hubble", "cisco-asa", "fortinet", "gcp-firewall", "gcp-firewall-threat", "gcp-vpcflow", "iptables", "netflow", "panw", "pfsense", "suricata-eve", "zeek",
    ];

    [TestMethod]
    public void SharedLogs_EachFile_IsReadAsTheTableSays()
    {
        var lines = Folders.SelectMany(f => Directory.GetFiles(SharedCases.Path(f)).Order(StringComparer.Ordinal)).Where(IsLog).Select(Row).ToArray();
        var made = "file\tformat\tread\trejected\tignored\twhy\n" + string.Concat(lines.Select(l => l + "\n"));
        var path = Path.Combine(SourceFolder(), Table);
        if (Environment.GetEnvironmentVariable("FWC_WRITE_TABLE") == "1")
            File.WriteAllText(path, made);
        Assert.AreEqual(File.ReadAllText(path), made);
    }

    [TestMethod]
    public void SharedTraces_NoFile_IsTakenForALog()
    {
        var files = Directory.GetFiles(SharedCases.Path("timelines"), "*", SearchOption.AllDirectories).Where(f => new FileInfo(f).Length is > 0 and < 4_000_000);
        var taken = files.Where(f => ContentRecogniser.Recognise(Reading.Input(f)) is Recognition.Log { Format.Name: not "ecs" }).Select(Path.GetFileName);
        Assert.AreEqual("", string.Join(", ", taken));
    }

    private static bool IsLog(string path) => !path.EndsWith("MANIFEST.md", StringComparison.Ordinal) && !path.Contains("expected", StringComparison.Ordinal);

    private static string Row(string path)
    {
        var name = Path.GetRelativePath(SharedCases.Path("."), path).Replace('\\', '/');
        if (ContentRecogniser.Recognise(Reading.Input(path)) is not Recognition.Log log)
        {
            var why = ContentRecogniser.Recognise(Reading.Input(path)) is Recognition.Unrecognised not ? not.Reason : "";
            return $"{name}\t-\t0\t0\t0\t{Clean(why)}";
        }

        var reading = Reading.FlowFile(path, end: new YearMonth(2022, 12));
        var reasons = reading.Rejected.Select(r => Clean(Quoted().Replace(r.Reason, "'…'"))).GroupBy(r => r).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal);
        return string.Create(CultureInfo.InvariantCulture, $"{name}\t{log.Format.Name}\t{reading.Records.Count}\t{reading.Rejected.Count}\t{reading.Ignored}\t")
            + string.Join("; ", reasons.Take(4).Select(g => $"{g.Count()} × {g.Key}"));
    }

    private static string Clean(string text) => new([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);

    private static string SourceFolder()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "FwCorrelate.sln")))
            root = root.Parent;
        return Path.Combine(root.FullName, "tests", "FwCorrelate.Ingestion.Tests");
    }

    [GeneratedRegex("'[^']*'")]
    private static partial Regex Quoted();
}
