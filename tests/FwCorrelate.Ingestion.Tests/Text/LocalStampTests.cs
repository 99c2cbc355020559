// SPDX-License-Identifier: Apache-2.0
using CsCheck;
using FwCorrelate.Ingestion.Text;
using NodaTime;
using NodaTime.Text;

namespace FwCorrelate.Ingestion.Tests.Text;

[TestClass]
public sealed class LocalStampTests
{
    private static readonly LocalDateTimePattern Pattern = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss");

    [TestMethod]
    [DataRow("Europe/Berlin")]
    [DataRow("Australia/Lord_Howe")]
    [DataRow("America/New_York")]
    [DataRow("Asia/Shanghai")]
    public void TryRead_WhatAClockInTheZoneShows_IsAmongTheReadings(string zone) =>
        Gen.Long[1_767_225_600, 1_798_761_600].Sample(seconds =>
        {
            var time = Instant.FromUnixTimeSeconds(seconds);
            var clocks = DateTimeZoneProviders.Tzdb[zone];
            Assert.IsTrue(LocalStamp.TryRead(Pattern.Format(time.InZone(clocks).LocalDateTime), clocks, out var reading));
            Assert.IsTrue(reading.Time == time || reading.Other == time);
            Assert.IsTrue(LocalStamp.TryParse(Pattern.Format(time.InZone(clocks).LocalDateTime), clocks, out var parsed, out _, out var precision));
            Assert.IsTrue(parsed - precision <= time && time <= parsed + precision);
        });

    [TestMethod]
    public void TryRead_StampWithAnOffset_HasOneReading()
    {
        Assert.IsTrue(LocalStamp.TryRead("2026-10-25T02:30:00+02:00", DateTimeZoneProviders.Tzdb["Europe/Berlin"], out var reading));
        Assert.AreEqual((Instant.FromUtc(2026, 10, 25, 0, 30), null, false), (reading.Time, reading.Other, reading.IsNaive));
    }
}
