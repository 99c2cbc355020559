// SPDX-License-Identifier: Apache-2.0
using CsCheck;
using FwCorrelate.Cases;
using FwCorrelate.Ingestion.Cases;
using FwCorrelate.Network;
using FwCorrelate.Service.Extraction;
using NodaTime;

namespace FwCorrelate.Service.Tests.Extraction;

[TestClass]
public sealed class CaseSettingsTextTests
{
    [TestMethod]
    public void Of_Settings_ReadsBackAsTheSame()
    {
        var settings = CaseSettings.Default with
        {
            Sources = [new NamedSource("fire \"wall\"", "logs/cfw/**")],
            Zones = new Dictionary<string, DateTimeZone> { ["fire \"wall\""] = DateTimeZoneProviders.Tzdb["Asia/Shanghai"] },
            ClockOffsets = new Dictionary<string, Duration> { ["otlp-json"] = Duration.FromMilliseconds(-21.949) },
            Slack = new Dictionary<string, Duration> { ["fire \"wall\""] = Duration.FromSeconds(2) },
            InternalNetworks = [AddressPrefix.Parse("45.0.0.0/8")],
            IdleTimeout = Duration.FromMinutes(3),
            Redaction = ArgumentRedaction.Hash,
            CustodyCase = "0412",
            Infrastructure = [new InfrastructureEntry("*.argotunnel.com", [7844], "hosts", "why: [not] {this}", "ml", new LocalDate(2026, 12, 31), 0)],
            Decisions = [new CaseDecision("INC-7f3a", "confirmed", null, Instant.FromUtc(2026, 1, 15, 4, 0), 0)],
        };
        var read = CaseSettingsReader.Read(CaseSettingsText.Of(settings, ["a\nlock: 1"]), "case.yml");
        Assert.AreEqual(settings.Sources[0], read.Sources[0]);
        Assert.AreEqual("Asia/Shanghai", read.Zones["fire \"wall\""].Id);
        Assert.AreEqual(settings.ClockOffsets["otlp-json"], read.ClockOffsets["otlp-json"]);
        Assert.AreEqual(settings.Slack["fire \"wall\""], read.Slack["fire \"wall\""]);
        CollectionAssert.AreEqual(settings.InternalNetworks.ToList(), read.InternalNetworks.ToList());
        Assert.AreEqual(settings.IdleTimeout, read.IdleTimeout);
        Assert.AreEqual(settings.Redaction, read.Redaction);
        Assert.AreEqual("0412", read.CustodyCase);
        Assert.AreEqual(settings.Infrastructure[0].ToString(), read.Infrastructure[0].ToString());
        Assert.AreEqual(settings.Infrastructure[0].Until, read.Infrastructure[0].Until);
        Assert.AreEqual(settings.Decisions[0] with { Line = read.Decisions[0].Line }, read.Decisions[0]);
    }

    [TestMethod]
    public void Of_HostileText_IsThatTextAndNothingElse() => Gen.String[1, 40].Sample(text =>
    {
        // Halves of surrogate pairs are no text that a file could hold.
        if (text.EnumerateRunes().Any(r => r.Value == 0xFFFD) || string.IsNullOrWhiteSpace(text))
            return;
        var written = CaseSettingsText.Of(CaseSettings.Default with { CustodyCase = text }, [text]);
        Assert.AreEqual(text, CaseSettingsReader.Read(written, "case.yml").CustodyCase);
    }, iter: 300);
}
