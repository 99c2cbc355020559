// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Ingestion.Tests.AddressDatabases;

namespace FwCorrelate.Scenarios;

/// <summary>Countries and autonomous systems of a local database stand in records, matched documents and rules.</summary>
[TestClass]
public sealed class CountryTests
{
    private const string Rule = """
        title: To a country
        id: 5a2c1a52-6a36-4a93-9d4b-000000000001
        logsource: {product: fwcorrelate, service: flow}
        detection: {s: {destination.geo.country_iso_code: NL, destination.as.number: 64500}, condition: s}
        level: high

        """;

    private static readonly byte[] Database = MaxMindFixture.Of(("198.51.0.0/16", new Dictionary<string, object>
    {
        ["country"] = new Dictionary<string, object> { ["iso_code"] = "NL" },
        ["autonomous_system_number"] = 64500u,
        ["autonomous_system_organization"] = "Example Hosting",
    }));

    private static readonly string Log = """
        version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status
        2 123456789012 eni-1 10.0.0.5 198.51.100.40 40000 443 6 1 40 1770714000 1770714050 ACCEPT OK
        2 123456789012 eni-1 10.0.0.5 10.0.0.6 40001 443 6 1 40 1770714001 1770714050 ACCEPT OK

        """.Replace("\r\n", "\n", StringComparison.Ordinal);

    [TestMethod]
    public void Flows_WithADatabase_TellCountryAndSystemOfOutsideAddresses()
    {
        using var copy = CaseCopy.Empty();
        var (log, database) = (Path.Combine(copy.Path, "a.log"), Path.Combine(copy.Path, "x.mmdb"));
        File.WriteAllText(log, Log);
        File.WriteAllBytes(database, Database);
        var run = ProgramRun.Of("flows", log, "--geoip", database, "--format", "jsonl");
        Assert.AreEqual(0, run.Code, run.Error);
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToArray();
        var destination = lines[0].GetProperty("destination");
        Assert.AreEqual("NL", destination.GetProperty("geo").GetProperty("country_iso_code").GetString());
        Assert.AreEqual(64500, destination.GetProperty("as").GetProperty("number").GetInt64());
        Assert.AreEqual("Example Hosting", destination.GetProperty("as").GetProperty("organization").GetProperty("name").GetString());
        Assert.IsFalse(lines[0].GetProperty("source").TryGetProperty("geo", out _));
        Assert.IsFalse(lines[1].GetProperty("destination").TryGetProperty("geo", out _));

        File.WriteAllBytes(database, Database[..100]);
        var refused = ProgramRun.Of("flows", log, "--geoip", database);
        Assert.AreEqual(3, refused.Code);
        Assert.Contains("is no MaxMind database that can be read", refused.Error);
    }

    [TestMethod]
    public void Investigate_CaseWithADatabase_MatchesRulesByCountryAndSystem()
    {
        using var copy = CaseCopy.Empty();
        Directory.CreateDirectory(Path.Combine(copy.Path, "logs"));
        Directory.CreateDirectory(Path.Combine(copy.Path, "rules"));
        File.WriteAllText(Path.Combine(copy.Path, "logs", "a.log"), Log);
        File.WriteAllText(Path.Combine(copy.Path, "rules", "r.yml"), Rule);
        string[] command = ["investigate", copy.Path, "--no-default-rules", "--rules", Path.Combine(copy.Path, "rules"), "--format", "jsonl", "--out", Path.Combine(copy.Path, "out"), "--force"];
        Assert.AreEqual("", ProgramRun.Of(command).Output.Trim());

        File.WriteAllBytes(Path.Combine(copy.Path, "x.mmdb"), Database);
        File.WriteAllText(Path.Combine(copy.Path, "case.yml"), "geoip: [x.mmdb]\n");
        var run = ProgramRun.Of(command);
        Assert.AreEqual(0, run.Code, run.Error);
        var record = JsonDocument.Parse(File.ReadAllLines(Path.Combine(copy.Path, "out", "attributions.jsonl")).Single()).RootElement;
        Assert.AreEqual("NL", record.GetProperty("destination").GetProperty("geo").GetProperty("country_iso_code").GetString());
        Assert.Contains("x.mmdb", File.ReadAllText(Path.Combine(copy.Path, "out", "manifest.json")));
        Assert.AreEqual(0, ProgramRun.Of("evidence", "verify", Path.Combine(copy.Path, "out")).Code);

        File.WriteAllText(Path.Combine(copy.Path, "case.yml"), "geoip: [../x.mmdb]\n");
        var outside = ProgramRun.Of(command);
        Assert.AreEqual(3, outside.Code);
        Assert.Contains("a path within the case", outside.Error);
    }
}
