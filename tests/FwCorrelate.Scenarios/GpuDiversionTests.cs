// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FwCorrelate.Scenarios;

/// <summary>A miner that takes a GPU: seen by the network and by the GPU's telemetry, or by that alone.</summary>
[TestClass]
public sealed class GpuDiversionTests
{
    private const long Start = 1768881600; // 2026-01-20T04:00:00Z
    private const string Folder = "gpu";

    [TestMethod]
    public void Investigate_AMinerThatTheNetworkSaw_CostsWhatItsGpuTells()
    {
        using var miner = Case(withFlows: true);
        var incident = Incidents(miner, out var ledger).Single(i => Tool(i).TryGetProperty("cost", out _));
        var cost = Tool(incident).GetProperty("cost");
        Assert.AreEqual("mining", incident.GetProperty("rule").GetProperty("category").GetString());
        Assert.AreEqual(0.8m, cost.GetProperty("gpu_hours").GetProperty("value").GetDecimal());
        Assert.AreEqual(0.792m, cost.GetProperty("gpu_hours").GetProperty("low").GetDecimal());
        Assert.AreEqual(0.808m, cost.GetProperty("gpu_hours").GetProperty("high").GetDecimal());
        Assert.AreEqual(1.92m, cost.GetProperty("amount").GetProperty("value").GetDecimal());
        Assert.AreEqual("USD", cost.GetProperty("currency").GetString());
        Assert.AreEqual("GPU-a", cost.GetProperty("gpus")[0].GetProperty("gpu").GetString());
        Assert.IsTrue(Tool(incident).GetProperty("evidence").EnumerateArray().Any(e => e.GetProperty("role").GetString() == Folder));
        Assert.IsTrue(Tool(incident).GetProperty("verdict_reasons").EnumerateArray().Any(r => r.GetProperty("text").GetString()!.StartsWith("GPU GPU-a of w1", StringComparison.Ordinal)));
        Assert.IsTrue(ledger.GetProperty("adds_up").GetBoolean());
    }

    [TestMethod]
    public void Investigate_AMinerThatOnlyTheGpuTells_IsAFindingThatNamesNobody()
    {
        using var miner = Case(withFlows: false);
        var incident = Incidents(miner, out _).Single(i => Tool(i).TryGetProperty("cost", out _));
        Assert.AreEqual("undetermined", Tool(incident).GetProperty("verdict").GetString());
        Assert.AreEqual("GPU GPU-a of w1", Tool(incident).GetProperty("target").GetString());
        Assert.IsFalse(Tool(incident).TryGetProperty("tool_call", out _));
        Assert.AreEqual(0, Tool(incident).GetProperty("incident").GetProperty("record_count").GetInt32());
    }

    [TestMethod]
    public void Investigate_DamagedTelemetry_IsCountedAndTold()
    {
        using var miner = Case(withFlows: true);
        File.AppendAllText(Path.Combine(miner.Path, Folder, "w1.prom"), "DCGM_FI_DEV_GPU_UTIL{gpu=\"0\" 3\n");
        var page = ProgramRun.Of("investigate", miner.Path, "--format", "table");
        Assert.Contains("1 record; the first is gpu/w1.prom:", page.Output);
        Assert.Contains("1 GPU on 1 host", page.Output);
        Assert.Contains("0.8 GPU-hours (0.79 to 0.81) of 1 GPU, 1.92 USD (1.90 to 1.94)", page.Output);
        Assert.AreEqual(4, ProgramRun.Of("investigate", miner.Path, "--strict").Code);
    }

    private static JsonElement Tool(JsonElement incident) => incident.GetProperty("fwcorrelate");

    private static List<JsonElement> Incidents(CaseCopy copy, out JsonElement ledger)
    {
        var output = copy.Path + ".out";
        try
        {
            Assert.AreEqual(0, ProgramRun.Of("investigate", copy.Path, "--format", "csv", "--out", output).Code);
            Assert.AreEqual(0, ProgramRun.Of("evidence", "verify", output).Code);
            Assert.Contains("\"role\": \"gpu\"", File.ReadAllText(Path.Combine(output, "manifest.json")));
            Assert.Contains("GPU capacity taken", File.ReadAllText(Path.Combine(output, "report.html")));
            ledger = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "ledger.json"))).RootElement;
            return [.. File.ReadLines(Path.Combine(output, "incidents.jsonl")).Select(l => JsonDocument.Parse(l).RootElement)];
        }
        finally
        {
            Directory.Delete(output, recursive: true);
        }
    }

    /// <summary>An hour of one host: scrapes every 30 s, in 96 of which the GPU mines.</summary>
    private static CaseCopy Case(bool withFlows)
    {
        var copy = CaseCopy.Empty();
        Write(copy, "case.yml", "gpu_hour_price: {amount: 2.4, currency: USD}\n");
        Write(copy, "leases/leases.csv", "address,owner_kind,owner_id,host,from,to\n10.0.0.5,sandbox,s1,w1,2026-01-20T03:00:00Z,2026-01-20T06:00:00Z\n");
        Write(copy, "timeline/traces.jsonl", Span("a1", 55, 70, $"./w -o 198.51.100.23:{(withFlows ? 3333 : 443)}") + Span("a2", 3000, 3010, "ls"));
        var flows = new StringBuilder("version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n");
        for (var minute = 1; minute < 50; minute++)
        {
            var port = withFlows ? 3333 : 443;
            flows.Append(CultureInfo.InvariantCulture, $"2 123456789012 eni-1 10.0.0.5 198.51.100.23 40000 {port} 6 4 500 {Start + (60 * minute)} {Start + (60 * minute) + 50} ACCEPT OK\n");
        }

        Write(copy, "logs/flows.log", flows.ToString());
        var scrapes = new StringBuilder();
        for (var i = 0; i < 120; i++)
            AppendScrape(scrapes, i, isMining: i is >= 3 and < 99);
        Write(copy, "gpu/w1.prom", scrapes.ToString());
        return copy;
    }

    private static void AppendScrape(StringBuilder text, int i, bool isMining)
    {
        const string Labels = """{gpu="0",UUID="GPU-a",Hostname="w1",pod=""}""";
        var (busy, memory, power) = isMining ? (98, 4812, 290) : (0, 3, 60);
        text.Append(string.Create(CultureInfo.InvariantCulture, $"""
            # scrape {Start + (30 * i)}
            DCGM_FI_DEV_GPU_UTIL{Labels} {busy}
            DCGM_FI_PROF_PIPE_TENSOR_ACTIVE{Labels} 0.0001
            DCGM_FI_DEV_FB_USED{Labels} {memory}
            DCGM_FI_DEV_POWER_USAGE{Labels} {power + (i % 2)}

            """));
    }

    private static string Span(string id, int start, int end, string command) => $$$"""
        {"resourceSpans":[{"resource":{"attributes":[{"key":"host.name","value":{"stringValue":"w1"}},{"key":"sandbox.id","value":{"stringValue":"s1"}}]},"scopeSpans":[{"spans":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b1{{{id}}}","name":"execute_tool bash","startTimeUnixNano":"{{{Start + start}}}000000000","endTimeUnixNano":"{{{Start + end}}}000000000","attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"execute_tool"}},{"key":"gen_ai.tool.name","value":{"stringValue":"bash"}},{"key":"gen_ai.tool.call.id","value":{"stringValue":"{{{id}}}"}},{"key":"gen_ai.tool.call.arguments","value":{"stringValue":"{\"command\":\"{{{command}}}\"}"}}]}]}]}]}

        """;

    private static void Write(CaseCopy copy, string name, string text)
    {
        var path = Path.Combine(copy.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
