// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using FwCorrelate.Service.Census;
using FwCorrelate.Service.Reporting;
using NodaTime;

namespace FwCorrelate.Service.Tests.Reporting;

/// <summary>The picture of the whole case.</summary>
[TestClass]
public sealed partial class CaseDrawingTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 1, 15, 3, 0);

    [TestMethod]
    public void Write_TenThousandEpisodes_IsNoLargerThanItsSlices()
    {
        using var result = SampleResult.Build();
        var drawn = Draw(result with { Episodes = [.. Enumerable.Range(0, 10_000).Select(i => Episode(i, $"run-{i % 3}"))] });
        Assert.IsLessThan(160 * 14, Bars().Count(drawn));
        Assert.IsGreaterThan(10, Bars().Count(drawn));
        Assert.Contains("run run-2", drawn);
    }

    [TestMethod]
    public void Write_HostileRun_IsEncoded()
    {
        using var result = SampleResult.Build();
        var drawn = Draw(result with { Episodes = [Episode(0, "<script>\u202Ex")] });
        Assert.DoesNotContain("<script", drawn);
        Assert.DoesNotContain("\u202E", drawn);
    }

    private static string Draw(InvestigationResult result)
    {
        using var text = new StringWriter();
        var drawing = CaseDrawing.Of(result, new ReportTimes(DateTimeZone.Utc));
        Assert.IsNotNull(drawing);
        drawing.Write(new HtmlWriter(text));
        return text.ToString();
    }

    private static EpisodeCoverage Episode(int i, string run) => new()
    {
        Id = $"e{i}",
        RunId = run,
        Rung = "B",
        Start = Start + Duration.FromSeconds(i),
        End = Start + Duration.FromSeconds(i + 90),
    };

    [GeneratedRegex("<rect ")]
    private static partial Regex Bars();
}
