// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Ingestion.Cases;
using NodaTime;

namespace FwCorrelate.Ingestion.Tests.Cases;

[TestClass]
public sealed class CaseSettingsReaderTests
{
    private const string Everything = """
        sources: {firewall: logs/cfw/**, flows: logs/vpc/**}
        zones: {firewall: Asia/Shanghai}
        clock_offsets: {flows: 23s, "logs/x/*.log": -1m}
        internal_networks: [10.0.0.0/8]
        window: {before: 500ms, after: 1h30m}
        idle_timeout: 15m
        infrastructure:
          - {to: "*.argotunnel.com", ports: [7844], from: hosts, why: trainer tunnel, by: ml-infra, until: 2026-12-31}
        slack: {flows: 2s}
        attributes: {sandbox: my.sandbox.attr}
        gpu_hour_price: {amount: 2.4, currency: USD}
        redact: {arguments: hash}
        custody: {case: "0412", examiner: "N. N."}
        """;

    [TestMethod]
    public void Read_EveryKey_IsUnderstood()
    {
        var settings = CaseSettingsReader.Read(Everything, "case.yml");
        Assert.AreEqual(new NamedSource("firewall", "logs/cfw/**"), settings.Sources[0]);
        Assert.AreEqual("Asia/Shanghai", settings.Zones["firewall"].Id);
        Assert.AreEqual(Duration.FromMinutes(-1), settings.ClockOffsets["logs/x/*.log"]);
        Assert.AreEqual((Duration.FromMilliseconds(500), Duration.FromMinutes(90)), (settings.WindowBefore, settings.WindowAfter));
        var entry = settings.Infrastructure.Single();
        Assert.AreEqual(("*.argotunnel.com", "hosts", new LocalDate(2026, 12, 31), 8), (entry.To, entry.From, entry.Until, entry.Line));
        Assert.AreEqual((2.4m, "USD", ArgumentRedaction.Hash, "0412"), (settings.GpuHourPrice, settings.GpuHourCurrency, settings.Redaction, settings.CustodyCase));
    }

    [TestMethod]
    [DataRow("", 0)]
    [DataRow("# nothing\n", 0)]
    public void Read_EmptyFile_IsTheDefaults(string text, int sources) => Assert.HasCount(sources, CaseSettingsReader.Read(text, "case.yml").Sources);

    [TestMethod]
    [DataRow("a: 1\nzonse: {}", "case.yml:1:1: unknown key 'a'")]
    [DataRow("idle_timeout: 1m\nzonse: {}", "case.yml:2:1: unknown key 'zonse'; did you mean 'zones'?")]
    [DataRow("window: {before: 2s, aftre: 3s}", "case.yml:1:22: unknown key 'window.aftre'; did you mean 'after'?")]
    [DataRow("window:\n  before: 2 fortnights", "case.yml:2:11: window.before is '2 fortnights', expected a duration such as 2s")]
    [DataRow("window: {before: -2s}", "expected a duration that is not negative")]
    [DataRow("zones: {aws-vpc-flow: Mars/Olympus}", "expected an IANA time zone such as Asia/Shanghai")]
    [DataRow("zones: {firewal: UTC}", "case.yml:1:9: 'firewal' is no source")]
    [DataRow("idle_timeout: 1m\nidle_timeout: 2m", "case.yml:2:1: The key 'idle_timeout' stands twice in one map")]
    [DataRow("custody: &a {case: x}", "case.yml:1:10: The anchor '&a' is refused")]
    [DataRow("custody: {<<: {case: x}}", "The merge key '<<' is refused")]
    [DataRow("idle_timeout: !!str 2m", "The tag 'tag:yaml.org,2002:str' is refused")]
    [DataRow("window: [", "case.yml:")]
    [DataRow("idle_timeout: 1m\ndecisions: [{incident: INC-7f3a, says: confirmed}]", "case.yml:2:1: 'decisions' would have no effect")]
    [DataRow("infrastructure: [{to: x, why: y}]", "case.yml:1:18: infrastructure[0] lacks 'from', which is required")]
    [DataRow("infrastructure: [{to: x, why: y, from: everyone}]", "infrastructure[0].from is 'everyone', expected hosts, sandboxes or a CIDR block")]
    [DataRow("internal_networks: 10.0.0.0/8", "internal_networks is '10.0.0.0/8', expected a list")]
    [DataRow("- a", "expected a map")]
    [DataRow("--- {}\n--- {}", "a second document")]
    public void Read_Mistake_IsNamedWithFileAndLine(string text, string message) => StringAssert.Contains(
        Assert.ThrowsExactly<ConfigurationException>(() => CaseSettingsReader.Read(text, "case.yml")).Message, message);

    [TestMethod]
    public void Read_DeepNesting_IsRefused() => StringAssert.Contains(Assert.ThrowsExactly<ConfigurationException>(
        () => CaseSettingsReader.Read("custody: " + new string('[', 5000), "case.yml")).Message, "case.yml:1:");

    [TestMethod]
    public void Read_MutatedText_ReadsOrNamesTheFile() => Mutations.Check(Everything, mutated =>
    {
        try
        {
            CaseSettingsReader.Read(System.Text.Encoding.UTF8.GetString(mutated), "case.yml");
        }
        catch (ConfigurationException e)
        {
            StringAssert.StartsWith(e.Message, "case.yml:");
        }
    });

    [TestMethod]
    public void ReadFolder_Lab_IsUnderstood()
    {
        var settings = CaseSettingsReader.ReadFolder(SharedCases.Path("lab"));
        Assert.AreEqual("the trainer's own tunnel", settings.Infrastructure.Single().Why);
        var resolved = settings.Resolve("logs/vpc/a.log.gz", "aws-vpc-flow", Duration.FromSeconds(60));
        Assert.AreEqual(("vpc", Duration.FromSeconds(1), false), (resolved.Name, resolved.Slack, resolved.SlackIsDocumented));
    }

    [TestMethod]
    public void Resolve_NameThenGlobThenFormat_FirstPresentWins()
    {
        var settings = CaseSettingsReader.Read("""
            sources: {flows: logs/vpc/**}
            zones: {aws-vpc-flow: Asia/Tokyo, "other/**": Asia/Shanghai, flows: Europe/Berlin}
            """, "case.yml");
        Assert.AreEqual("Europe/Berlin", settings.Resolve("logs/vpc/a", "aws-vpc-flow", Duration.Zero).Zone.Id);
        Assert.AreEqual("Asia/Shanghai", settings.Resolve("other/a", "aws-vpc-flow", Duration.Zero).Zone.Id);
        var plain = settings.Resolve("third/a", "aws-vpc-flow", Duration.FromSeconds(60));
        Assert.AreEqual(("aws-vpc-flow", "Asia/Tokyo", Duration.FromSeconds(60), true), (plain.Name, plain.Zone.Id, plain.Slack, plain.SlackIsDocumented));
        Assert.IsFalse(settings.Resolve("third/a", "alibaba-vpc-flow", Duration.Zero).ZoneIsConfigured);
    }

    [TestMethod]
    [DataRow("2s", 2_000)]
    [DataRow("500ms", 500)]
    [DataRow("1h30m", 5_400_000)]
    [DataRow("-1.5s", -1_500)]
    public void TryParse_Duration_ReadsIt(string text, int milliseconds)
    {
        Assert.IsTrue(DurationText.TryParse(text, out var duration));
        Assert.AreEqual(Duration.FromMilliseconds(milliseconds), duration);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("2")]
    [DataRow("s")]
    [DataRow("30m1h")]
    [DataRow("2s2s")]
    [DataRow("9999999999d")]
    public void TryParse_NoDuration_IsRefused(string text) => Assert.IsFalse(DurationText.TryParse(text, out _));
}
