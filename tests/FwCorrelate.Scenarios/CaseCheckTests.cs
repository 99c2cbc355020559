// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Ingestion.Cases;
using FwCorrelate.Service;
using FwCorrelate.Service.Checking;

namespace FwCorrelate.Scenarios;

[TestClass]
public sealed class CaseCheckTests
{
    [TestMethod]
    public void Check_CaseThatIsRight_Meets()
    {
        var check = Check(Folders.Scenario("rome"));

        Assert.AreEqual("", check.CaseYml);
        Assert.Contains(m => m.StartsWith("flows: ", StringComparison.Ordinal) && m.Contains("of sandboxes with calls", StringComparison.Ordinal), check.Meets);
        Assert.DoesNotContain(f => f.Contains("stamps", StringComparison.Ordinal), check.Fails);
    }

    [TestMethod]
    public void Check_CaseWithoutItsZones_PrintsSettingsThatMendIt()
    {
        using var copy = CaseCopy.Of("rome");
        File.Delete(Path.Combine(copy.Path, "case.yml"));
        var before = Check(copy.Path);
        copy.Add("case.yml", before.CaseYml);
        var settings = CaseSettingsReader.ReadFolder(copy.Path);
        var after = Check(copy.Path);

        Assert.AreEqual("Asia/Shanghai", settings.Zones["logs/cfw/nat/**"].Id);
        Assert.AreEqual("Asia/Shanghai", settings.Zones["timeline/w3/**"].Id);
        Assert.HasCount(2, before.Fails.Where(f => f.Contains("8 h ahead", StringComparison.Ordinal)));
        Assert.DoesNotContain(f => f.Contains("8 h", StringComparison.Ordinal), after.Fails);
        Assert.StartsWith("the zone of ", before.Additions[0]);
    }

    [TestMethod]
    public void Check_WithoutLeases_AsksForThem()
    {
        using var copy = CaseCopy.Of("aws");
        Directory.Delete(Path.Combine(copy.Path, "leases"), recursive: true);
        var check = Check(copy.Path);

        Assert.Contains(f => f.StartsWith("there is no lease", StringComparison.Ordinal), check.Fails);
        Assert.Contains(a => a.Contains("address,owner_kind,owner_id,host,from,to", StringComparison.Ordinal), check.Additions);
    }

    [TestMethod]
    public void Check_LogsOfAnotherYear_HaveNoTimeInCommon()
    {
        using var copy = CaseCopy.Empty();
        copy.Add("logs/flows.log", "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n"
            + string.Concat(Enumerable.Range(0, 20).Select(i => $"2 1 eni-1 10.0.0.5 198.51.100.23 4{i:000} 443 6 1 1 {1768446764 + i} {1768446790 + i} ACCEPT OK\n")));
        copy.Add("timeline/t.jsonl", Trace("1704067200000000000", "1704067210000000000"));
        var check = Check(copy.Path);

        Assert.Contains(f => f.Contains("have no time in common", StringComparison.Ordinal), check.Fails);
    }

    [TestMethod]
    public void Check_AddressesWithoutALease_AreListedByHowOftenTheyOpen()
    {
        using var copy = CaseCopy.Of("rome");
        File.WriteAllLines(Path.Combine(copy.Path, "leases", "leases.csv"), File.ReadAllLines(Path.Combine(copy.Path, "leases", "leases.csv")).Where(l => !l.StartsWith("10.20.3.21,", StringComparison.Ordinal)));
        var check = Check(copy.Path);

        Assert.Contains(a => a.Contains("10.20.3.21 (", StringComparison.Ordinal), check.Additions);
    }

    [TestMethod]
    public void Check_FileBeyondItsBudget_IsReadInPiecesFromHeadToEnd()
    {
        using var copy = CaseCopy.Of("aws");
        var header = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n";
        using (var file = File.CreateText(Path.Combine(copy.Path, "logs", "large.log")))
        {
            file.Write(header);
            for (var i = 0; i < 300_000; i++)
                file.Write($"2 123456789012 eni-0aa 10.1.2.3 198.51.100.23 40112 443 6 10 1234 {1768446764 + i} {1768446790 + i} ACCEPT OK\n");
        }

        var check = Check(copy.Path);
        var log = check.Logs.MaxBy(l => l.StoredBytes)!;

        Assert.IsLessThan(check.StoredBytes / 2, check.BytesRead);
        Assert.IsGreaterThanOrEqualTo(NodaTime.Instant.FromUnixTimeSeconds(1768446790 + 299_999), log.To!.Value);
        Assert.AreEqual(0, log.Rejected);
    }

    private static CaseCheck Check(string folder) => CaseChecker.Check(new InvestigationOptions { CasePath = folder });

    private static string Trace(string start, string end) =>
        "{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"key\":\"sandbox.id\",\"value\":{\"stringValue\":\"s1\"}}]},\"scopeSpans\":[{\"spans\":[{\"traceId\":\"5b8efff798038103d269b633813fc60c\","
        + "\"spanId\":\"eee19b7ec3c1b174\",\"name\":\"execute_tool bash\",\"startTimeUnixNano\":\"" + start + "\",\"endTimeUnixNano\":\"" + end + "\",\"attributes\":[{\"key\":\"gen_ai.operation.name\","
        + "\"value\":{\"stringValue\":\"execute_tool\"}},{\"key\":\"gen_ai.tool.name\",\"value\":{\"stringValue\":\"bash\"}}]}]}]}]}\n";
}
