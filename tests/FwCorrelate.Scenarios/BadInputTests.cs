// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace FwCorrelate.Scenarios;

/// <summary>
/// Every kind of bad input laid into a good case: it is named or counted, the rest of the case gives what it gave before, and the exit
/// code is that of design section 4.
/// </summary>
[TestClass]
public sealed class BadInputTests
{
    private const long Matched = 201;
    private const string Header = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n";
    private const string Row = "2 1 eni-9 10.40.9.9 192.0.2.1 40000 443 6 1 40 1770714007 1770714067 ACCEPT OK\n";

    [TestMethod]
    [DataRow("binary", "no format recognises it")]
    [DataRow("utf16", "convert it to UTF-8")]
    [DataRow("utf16-without-mark", "NUL bytes")]
    [DataRow("empty", "it holds no bytes")]
    [DataRow("blank", "it holds no text")]
    [DataRow("lease-without-end", "lease table, but lacks to")]
    public void Investigate_FileThatNothingReads_IsListedWithTheReason(string kind, string reason)
    {
        using var copy = CaseCopy.Of("aws");
        copy.Add("logs/odd.bin", kind switch
        {
            "binary" => [.. Enumerable.Range(0, 4096).Select(i => (byte)(i * 7919 >> 3 | 1))],
            "utf16" => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Header + Row)],
            "utf16-without-mark" => Encoding.Unicode.GetBytes(Header + Row),
            "blank" => "\n \r\n"u8.ToArray(),
            "lease-without-end" => "address,owner_kind,owner_id,from\n10.0.0.1,sandbox,a,2026-02-10T08:00:00Z\n"u8.ToArray(),
            _ => [],
        });
        var (run, ledger) = ProgramRun.Investigate(copy);
        Assert.Contains($"logs/odd.bin: ", run.Error);
        Assert.Contains(reason, run.Error);
        Assert.AreEqual("logs/odd.bin", ledger.GetProperty("unrecognised_files")[0].GetString());
        AssertRestIsUnchanged(run, ledger, expectedCode: 0);
        Assert.AreEqual(4, ProgramRun.Investigate(copy, "--strict").Run.Code);
    }

    [TestMethod]
    [DataRow("truncated", "cut off")]
    [DataRow("bomb", "a decompression bomb")]
    [DataRow("trailing garbage", "followed by something else")]
    public void Investigate_DamagedGzip_GivesWhatCameBeforeAndSaysSo(string kind, string reason)
    {
        using var copy = CaseCopy.Of("aws");
        copy.Add("logs/damaged.log.gz", kind switch
        {
            "truncated" => Gzip(Header + string.Concat(Enumerable.Range(0, 2000).Select(i => Row.Replace("40000", $"{1024 + i * 7919 % 60000}", StringComparison.Ordinal))))[..^3000],
            "bomb" => [.. Gzip(Header + Row), .. Enumerable.Repeat(Gzip(new string('\0', 8 << 20)), 64).SelectMany(m => m)],
            _ => [.. Gzip(Header + Row), 1, 2, 3, 4],
        });
        var (run, ledger) = ProgramRun.Investigate(copy);
        Assert.Contains("logs/damaged.log.gz: DAMAGED", run.Error);
        Assert.Contains(reason, run.Error);
        Assert.AreEqual("logs/damaged.log.gz", ledger.GetProperty("damaged_files")[0].GetString());
        AssertRestIsUnchanged(run, ledger, expectedCode: 0);
        Assert.AreEqual(4, ProgramRun.Investigate(copy, "--strict").Run.Code);
    }

    [TestMethod]
    [DataRow("members", 0)]
    [DataRow("crlf", 0)]
    [DataRow("mark", 0)]
    [DataRow("nul", 1)]
    [DataRow("columns", 2)]
    [DataRow("long line", 1)]
    [DataRow("huge number", 1)]
    public void Investigate_OddLines_AreReadOrRejectedOneByOne(string kind, int rejected)
    {
        using var copy = CaseCopy.Of("aws");
        copy.Add("logs/odd.log", kind switch
        {
            "members" => [.. Gzip(Header), .. Gzip(Row)],
            "crlf" => Bytes((Header + Row).Replace("\n", "\r\n", StringComparison.Ordinal)),
            "mark" => Bytes("\uFEFF" + Header + Row),
            "nul" => Bytes(Header + Row.Replace("eni-9 ", "eni-9\0\0", StringComparison.Ordinal) + Row),
            "columns" => Bytes(Header + "2 1 eni-9\n" + Row + "start end srcaddr dstaddr\n" + Row + "1770714007 1770714067 10.40.9.9 192.0.2.2\n"),
            "long line" => Bytes(Header + new string('x', 50_000_000) + "\n" + Row),
            _ => Bytes(Header + Row.Replace(" 40 ", " 99999999999999999999999 ", StringComparison.Ordinal) + Row),
        });
        var (run, ledger) = ProgramRun.Investigate(copy);
        Assert.AreEqual(rejected, ledger.GetProperty("rejected").GetInt64());
        AssertRestIsUnchanged(run, ledger, expectedCode: 0);
        Assert.AreEqual(rejected > 0 ? 4 : 0, ProgramRun.Investigate(copy, "--strict").Run.Code);
    }

    [TestMethod]
    [DoNotParallelize]
    public void Investigate_FileOfRejectedLines_KeepsTheFirstAndSaysHowManyAreLeftOut()
    {
        using var copy = CaseCopy.Of("aws");
        copy.Add("logs/rejected.log", Header + string.Concat(Enumerable.Repeat("2 1 eni\n", 200_000)));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (run, ledger) = ProgramRun.Investigate(copy);
        Assert.AreEqual(200_000, ledger.GetProperty("rejected").GetInt64());
        Assert.AreEqual(190_000, ledger.GetProperty("rejected_not_listed").GetInt64());
        Assert.Contains("logs/rejected.log: 190000 more records are rejected than rejected.jsonl lists", run.Error);
        AssertRestIsUnchanged(run, ledger, expectedCode: 0);
        Assert.IsLessThan(64L << 20, GC.GetTotalMemory(forceFullCollection: true) - before);
    }

    [TestMethod]
    public void Investigate_RejectedLines_AreTheSameWithAnyNumberOfThreads()
    {
        using var copy = CaseCopy.Of("aws");
        copy.Add("logs/rejected.log", Header + string.Concat(Enumerable.Range(0, 300_000).Select(i => $"2 1 {i}\n")));
        CollectionAssert.AreEqual(Rejected(1), Rejected(4));

        List<(string, long, string)> Rejected(int threads) =>
            [.. Service.Investigation.Run(new Service.InvestigationOptions { CasePath = copy.Path, Threads = threads }).Rejected.Select(r => (r.File, r.Line, r.Reason))];
    }

    [TestMethod]
    public void Investigate_CountersBeyondSense_AreSummedWithoutFailing()
    {
        using var copy = CaseCopy.Of("aws");
        var log = Directory.EnumerateFiles(Path.Combine(copy.Path, "logs", "vpc"), "*.log").Order(StringComparer.Ordinal);
        foreach (var file in log)
        {
            var lines = File.ReadAllLines(file);
            var bytes = Array.IndexOf(lines[0].Split(' '), "bytes");
            File.WriteAllLines(file, lines.Select((line, i) => i == 0 ? line : string.Join(' ', line.Split(' ').Select((f, column) => column == bytes && f != "-" ? "9223372036854775807" : f))));
        }

        foreach (var format in (string[])["csv", "table", "html"])
        {
            var run = ProgramRun.Of("investigate", copy.Path, "--format", format);
            Assert.AreEqual(0, run.Code, run.Error);
        }
    }

    [TestMethod]
    public void Investigate_LongConnectionOfManyRecords_TakesTimeInProportion()
    {
        using var copy = CaseCopy.Of("aws");
        copy.Add("logs/long.log", Header + string.Concat(Enumerable.Repeat(Row.Replace(" 443 ", " 7844 ", StringComparison.Ordinal), 100_000)));
        var (run, ledger) = ProgramRun.Investigate(copy);
        Assert.AreEqual(0, run.Code, run.Error);
        Assert.AreEqual(201 + 100_000, ledger.GetProperty("matched").GetInt64());
    }

    [TestMethod]
    public void Investigate_TraceCutInHalf_CostsTheSpanThatWasCut()
    {
        using var copy = CaseCopy.Of("aws");
        var traces = Path.Combine(copy.Path, "timeline", "traces.jsonl");
        var whole = File.ReadAllBytes(traces);
        File.WriteAllBytes(traces, whole[..(whole.Length / 2)]);
        var (run, ledger) = ProgramRun.Investigate(copy);
        Assert.AreEqual(0, run.Code);
        Assert.Contains("rejected: 1 record", run.Error);
        Assert.AreEqual(0, ledger.GetProperty("rejected").GetInt64());
        Assert.AreEqual(4, ProgramRun.Investigate(copy, "--strict").Run.Code);
    }

    [TestMethod]
    public void Investigate_HostileSpans_CostThemselves()
    {
        const int Depth = 10_000;
        using var copy = CaseCopy.Of("aws");
        var deep = new string('[', Depth) + new string(']', Depth);
        copy.Add("timeline/hostile.jsonl", string.Join('\n',
            "{\"resourceSpans\":" + deep + "}",
            "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"0af7651916cd43dd8448eb211c80319c\",\"spanId\":\"b7ad6b7169203331\",\"name\":\"execute_tool bash\",\"startTimeUnixNano\":1e400}]}]}]}",
            "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":1,\"spanId\":{}}],\"spans\":7}]}]}",
            "{\"resourceSpans\":\"\\ud800\"}",
            ""));
        var (run, ledger) = ProgramRun.Investigate(copy);
        Assert.Contains("rejected:", run.Error);
        AssertRestIsUnchanged(run, ledger, expectedCode: 0);
    }

    [TestMethod]
    public void Investigate_BadLeases_CostTheirRows()
    {
        using var copy = CaseCopy.Of("aws");
        copy.Add("leases/bad.csv", """
            address,owner_kind,owner_id,host,from,to,network,port_from,port_to,netwrok
            10.99.0.1,sandbox,a,n,2026-02-10T09:00:00Z,2026-02-10T08:00:00Z,,,,
            10.99.0.1,sandbox,a,n,2026-02-10T09:00:00Z,2026-02-10T09:00:00Z,,,,
            10.99.0.0/33,sandbox,a,n,2026-02-10T08:00:00Z,,,,,
            10.99.0.1,sandbox,a,n,2026-02-10T08:00:00Z,,,2000,1000,
            10.99.0.1,alien,a,n,2026-02-10T08:00:00Z,,,,,
            10.99.0.0/16,sandbox,a,n,2026-02-10T08:00:00Z,,pods,1000,2000,

            """);
        var (run, ledger) = ProgramRun.Investigate(copy);
        Assert.Contains("rejected: 6 records", run.Error);
        AssertRestIsUnchanged(run, ledger, expectedCode: 0);
        var result = Service.Investigation.Run(new Service.InvestigationOptions { CasePath = copy.Path });
        Assert.Contains("the column 'netwrok' is unknown", result.Rejected[0].Reason);
        Assert.AreEqual(11, result.TimelineTrust.Leases);
    }

    [TestMethod]
    public void Investigate_HundredThousandLeasesOfOneAddress_AreJudgedInBoundedTime()
    {
        using var copy = CaseCopy.Of("aws");
        var start = NodaTime.Instant.FromUtc(2020, 1, 1, 0, 0);
        var rows = Enumerable.Range(0, 100_000).Select(i => $"10.99.0.1,sandbox,sb{i},n,{start + NodaTime.Duration.FromMinutes(2 * i)},{start + NodaTime.Duration.FromMinutes(2 * i + 1)}");
        copy.Add("leases/churn.csv", "address,owner_kind,owner_id,host,from,to\n" + string.Join('\n', rows));
        var (run, ledger) = ProgramRun.Investigate(copy);
        AssertRestIsUnchanged(run, ledger, expectedCode: 0);
    }

    private static void AssertRestIsUnchanged(ProgramRun run, JsonElement ledger, int expectedCode)
    {
        Assert.AreEqual(expectedCode, run.Code, run.Error);
        Assert.AreEqual(Matched, ledger.GetProperty("matched").GetInt64());
        Assert.AreEqual(129, ledger.GetProperty("tool_call").GetInt64());
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Gzip(string text)
    {
        using var stored = new MemoryStream();
        using (var gzip = new GZipStream(stored, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return stored.ToArray();
    }
}
