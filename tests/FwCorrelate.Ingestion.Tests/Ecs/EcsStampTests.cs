// SPDX-License-Identifier: Apache-2.0
using System.Text;
using CsCheck;
using FwCorrelate.Ingestion.Ecs;
using NodaTime;
using NodaTime.Text;

namespace FwCorrelate.Ingestion.Tests.Ecs;

[TestClass]
public sealed class EcsStampTests
{
    private static readonly Gen<Instant> Instants =
        Gen.Select(Gen.Long[946_684_800, 4_102_444_799], Gen.Int[0, 999_999_999]).Select((s, n) => Instant.FromUnixTimeSeconds(s).PlusNanoseconds(n));

    [TestMethod]
    public void TryParse_WhatNodaTimeWrites_IsTheSameTime()
    {
        Gen.Select(Instants, Gen.Int[-18 * 60, 18 * 60]).Sample((instant, minutes) =>
        {
            var text = OffsetDateTimePattern.ExtendedIso.Format(instant.WithOffset(Offset.FromSeconds(minutes * 60)));
            Assert.IsTrue(EcsStamp.TryParse(Encoding.UTF8.GetBytes(text), out var time), text);
            Assert.AreEqual(instant, time.ToInstant(), text);
        });
    }

    [TestMethod]
    [DataRow("1795430817817.39829", "2026-11-23T10:46:57.81739829Z")]
    [DataRow("1795430817817", "2026-11-23T10:46:57.817Z")]
    [DataRow("2026-11-23 10:46:57", "2026-11-23T10:46:57Z")]
    [DataRow("2026-11-23T10:46:57,5+0130", "2026-11-23T09:16:57.5Z")]
    public void TryParse_TheFormsThatExportersWrite_AreRead(string text, string expected)
    {
        Assert.IsTrue(EcsStamp.TryParse(Encoding.UTF8.GetBytes(text), out var time));
        Assert.AreEqual(expected, InstantPattern.ExtendedIso.Format(time.ToInstant()));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("1970-01-01T00:00:00Z")]
    [DataRow("2026-02-30T00:00:00Z")]
    [DataRow("2026-11-23T10:46:57X")]
    [DataRow("2026-11-23T25:46:57Z")]
    [DataRow("1795430817")]
    [DataRow("-5")]
    public void TryParse_WhatIsNoTimeOfALog_IsRefused(string text) => Assert.IsFalse(EcsStamp.TryParse(Encoding.UTF8.GetBytes(text), out _));
}
