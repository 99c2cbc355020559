// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Cli.Options;
using NodaTime;

namespace FwCorrelate.Cli.Tests.Options;

[TestClass]
public sealed class OptionTextTests
{
    private static readonly DateTimeZone Shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
    private static readonly DateTimeZone Berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];

    [TestMethod]
    [DataRow("2026-01-15T04:00:00Z")]
    [DataRow("2026-01-15T12:00:00+08:00")]
    [DataRow("2026-01-15 12:00:00+08:00")]
    [DataRow("2026-01-15T12:00+08:00")]
    [DataRow("2026-01-15T12:00:00")]
    [DataRow("2026-01-15 12:00:00.000")]
    [DataRow("2026-01-15T12:00")]
    [DataRow("2026-01-15 12:00")]
    public void Time_AnyForm_IsTheSameInstant(string text) =>
        Assert.AreEqual(Instant.FromUtc(2026, 1, 15, 4, 0), OptionText.Time("--from", text, Shanghai));

    [TestMethod]
    public void Time_DateAlone_IsMidnightInTheZone() =>
        Assert.AreEqual(Instant.FromUtc(2026, 1, 14, 16, 0), OptionText.Time("--from", "2026-01-15", Shanghai));

    [TestMethod]
    [DataRow("yesterday", "--from 'yesterday' is not a time: expected RFC 3339 such as 2026-01-15T04:00:00Z, or 2026-01-15 04:00 in --tz")]
    [DataRow("2026-10-25 02:30", "--from '2026-10-25 02:30' happened twice in Europe/Berlin, where clocks went back: give its offset, +02 or +01")]
    [DataRow("2026-03-29 02:30", "--from '2026-03-29 02:30' does not exist in Europe/Berlin, where clocks went forward: give a time before or after")]
    public void Time_Unusable_SaysWhatWasExpected(string text, string message) =>
        Assert.AreEqual(message, Assert.ThrowsExactly<ConfigurationException>(() => OptionText.Time("--from", text, Berlin)).Message);

    [TestMethod]
    [DataRow("500ms", 500)]
    [DataRow("2s", 2_000)]
    [DataRow("-1.5s", -1_500)]
    [DataRow("5m", 300_000)]
    [DataRow("+1h", 3_600_000)]
    [DataRow("1d", 86_400_000)]
    public void Span_NumberWithUnit_IsRead(string text, long milliseconds) =>
        Assert.AreEqual(Duration.FromMilliseconds(milliseconds), OptionText.Span("--clock-offset", text));

    [TestMethod]
    [DataRow("5")]
    [DataRow("5 s")]
    [DataRow("s")]
    [DataRow("5weeks")]
    [DataRow("")]
    [DataRow("1e9s")]
    [DataRow("99999999999999999999d")]
    public void Span_AnythingElse_SaysWhatWasExpected(string text) => Assert.AreEqual(
        $"--clock-offset '{text}' is not a duration: expected a number with a unit, such as 500ms, 2s, 5m, 1h or 1d",
        Assert.ThrowsExactly<ConfigurationException>(() => OptionText.Span("--clock-offset", text)).Message);

    [TestMethod]
    [DataRow("Asia/Shangai", "'Asia/Shanghai'")]
    [DataRow("shanghai", "'Asia/Shanghai'")]
    [DataRow("europe/berlin", "'Europe/Berlin'")]
    public void Zone_Misspelt_NamesTheNearest(string text, string suggestion) => Assert.Contains(
        $"Did you mean {suggestion}", Assert.ThrowsExactly<ConfigurationException>(() => OptionText.Zone("--tz", text)).Message);

    [TestMethod]
    public void Zone_FarFromAny_SuggestsNothing() => Assert.AreEqual(
        "--tz 'Middle/Earth' is not a time zone: expected an IANA name such as UTC or Asia/Shanghai.",
        Assert.ThrowsExactly<ConfigurationException>(() => OptionText.Zone("--tz", "Middle/Earth")).Message);

    [TestMethod]
    [DataRow("UTC")]
    [DataRow("utc")]
    [DataRow("Z")]
    public void Zone_Utc_IsUtc(string text) => Assert.AreEqual(DateTimeZone.Utc, OptionText.Zone("--tz", text));

    [TestMethod]
    public void Choice_Misspelt_ListsAllAndNamesTheNearest() => Assert.AreEqual(
        "--format 'jsonn' is not known: expected table, jsonl or csv. Did you mean 'jsonl'?",
        Assert.ThrowsExactly<ConfigurationException>(() => OptionText.Choice("--format", "jsonn", ["table", "jsonl", "csv"])).Message);

    [TestMethod]
    public void BySource_GlobWithAnEqualsSign_SplitsAtTheLast() =>
        Assert.AreEqual(Shanghai, OptionText.BySource("--zone", ["logs/dt=1/*=Asia/Shanghai"], OptionText.Zone)["logs/dt=1/*"]);

    [TestMethod]
    [DataRow("Asia/Shanghai")]
    [DataRow("=UTC")]
    public void BySource_WithoutASource_SaysWhatWasExpected(string text) => Assert.StartsWith(
        $"--zone '{text}' names no source: expected SOURCE=VALUE", Assert.ThrowsExactly<ConfigurationException>(() => OptionText.BySource("--zone", [text], OptionText.Zone)).Message);

    [TestMethod]
    public void BySource_Twice_IsAnError() => Assert.AreEqual(
        "--zone names the source 'a' twice: expected one value each",
        Assert.ThrowsExactly<ConfigurationException>(() => OptionText.BySource("--zone", ["a=UTC", "a=UTC"], OptionText.Zone)).Message);
}
