// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Matching;
using FwCorrelate.Service;
using FwCorrelate.Serving.Configuration;
using FwCorrelate.Serving.Delivery;
using NodaTime;

namespace FwCorrelate.Serving.Tests.Configuration;

[TestClass]
public sealed class ConfigurationReaderTests
{
    private static readonly ServiceSettings Defaults = new() { Investigation = new InvestigationOptions(), OutputFolder = "out", StateFolder = "out/.state" };

    [TestMethod]
    public void Read_EveryKey_TakesEffectAndTellsItsLine()
    {
        var read = Read("""
            logs: [flows]
            timeline: [traces]
            leases: [leases.csv]
            rules: [rules]
            default_rules: false
            out: result
            collect_every: 250ms
            horizon: 2d
            listen: {port: 8087, token: env:TOKEN}
            outputs:
              - name: soc
                webhook: {url: "https://soc.example.org/hook/abc", secret: env:HOOK}
                min_level: high
                verdicts: [agent_initiated]
              - name: lake
                elastic: {url: "https://es.example.org:9200", api_key: env:KEY}
            """);
        var settings = read.Settings;
        Assert.AreSequenceEqual([Path.GetFullPath("/etc/fw/flows")], settings.Investigation.Logs);
        Assert.IsTrue(settings.Investigation.NoDefaultRules);
        Assert.AreEqual("/etc/fw/result/.state", settings.StateFolder);
        Assert.AreEqual(Duration.FromMilliseconds(250), settings.CollectEvery);
        Assert.AreEqual(8087, settings.Listen!.Port);
        Assert.AreEqual(Level.High, ((WebhookSettings)settings.Sinks[0]).MinLevel);
        Assert.IsInstanceOfType<ElasticSettings>(settings.Sinks[1]);
        Assert.AreEqual("/etc/fw/service.yml:8:1", read.Values.Single(v => v.Key == "horizon").Origin);
        Assert.AreEqual("default", read.Values.Single(v => v.Key == "retention").Origin);
        Assert.DoesNotContain("hook/abc", string.Concat(read.Values));
    }

    [TestMethod]
    [DataRow("horizont: 2d", "service.yml:1:1: unknown key 'horizont'; did you mean 'horizon'?")]
    [DataRow("horizon: 2 days", "service.yml:1:10: horizon is")]
    [DataRow("collect_every: 0s", "expected a duration of at least 10ms")]
    [DataRow("default_rules: maybe", "expected true or false")]
    [DataRow("case: a\nlogs: [b]", "are both given")]
    [DataRow("listen: {port: 99999}", "expected a port")]
    [DataRow("listen: {port: 80, token: hunter2}", "neither env:NAME nor file:PATH")]
    [DataRow("outputs: [{name: a}]", "exactly one of webhook, executable and elastic")]
    [DataRow("outputs: [{webhook: {url: 'https://a.example'}}]", "a name and one of")]
    [DataRow("outputs: [{name: a, webhook: {url: 'http://a.example'}}]", "expected an https address")]
    [DataRow("outputs: [{name: a, webhook: {url: 'https://u:p@a.example'}}]", "without a password")]
    [DataRow("outputs: [{name: a, webhook: {url: 'https://a.example'}, min_level: huge}]", "expected informational, low, medium, high, critical")]
    [DataRow("outputs: [{name: a, webhook: {url: 'https://a.example'}}, {name: a, webhook: {url: 'https://b.example'}}]", "another output named 'a'")]
    [DataRow("outputs: [{name: a, executable: {path: nowhere}}]", "a program that is there")]
    [DataRow("log_format: nonsense", "nonsense")]
    [DataRow("a: &x 1", "anchor")]
    public void Read_WhatCannotBeUsed_SaysWhereAndWhatWasExpected(string text, string expected)
    {
        var refused = Assert.ThrowsExactly<ConfigurationException>(() => Read(text));
        Assert.Contains(expected, refused.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("hunter2", refused.Message);
    }

    [TestMethod]
    [DataRow(0, "0s")]
    [DataRow(1500, "1500ms")]
    [DataRow(90_000, "90s")]
    [DataRow(900_000, "15m")]
    [DataRow(604_800_000, "7d")]
    public void DurationWords_Any_CanBeReadAgain(int milliseconds, string expected) =>
        Assert.AreEqual(expected, DurationWords.Of(Duration.FromMilliseconds(milliseconds)));

    private static ServiceConfiguration Read(string text) => ConfigurationReader.Read(text, "/etc/fw/service.yml", Defaults);
}
