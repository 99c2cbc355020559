// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using FwCorrelate.Samples;
using FwCorrelate.Service.Reporting;

namespace FwCorrelate.Service.Tests.Reporting;

[TestClass]
public sealed class HtmlReportTests
{
    private static readonly string Page = Render(SampleResult.Build());

    [TestMethod]
    public void Write_Result_ShowsWhatMustBeActedOn()
    {
        // For somebody who changes the page and wants to look at it.
        if (Environment.GetEnvironmentVariable("FWCORRELATE_SAMPLE_REPORT") is { Length: > 0 } path)
            File.WriteAllText(path, Page);
        foreach (var expected in new[]
        {
            "Sweep of the internal network", "INC-7f3a00c1d2e4", "agent initiated", "nc -zw1 10.8.0.$i 22", "0.9962", "grpo-12", "ep-0042",
            "call_7", "+08:00", "Rung B", "None of these", "trainer tunnel", "It adds up", "fwcorrelate evidence verify .", "contians",
            "no source tells TLS server names", "logs/a.log:812", "108 more connections in",
        })
        {
            Assert.Contains(expected, Page);
        }
    }

    [TestMethod]
    public void Write_Statistics_ShowsTheTestItsControlsAndBothPictures()
    {
        var page = Render(SampleResult.Build() with { Statistics = [Sample.Statistics()] });
        foreach (var expected in new[]
        {
            "Beyond chance?", "coincides with tool calls beyond chance", "0.0081", "9 (2.25 to 51.68)", "calls explain 89 %", "while the model generated",
            "cannot be made: sandboxes of fewer than two hosts are known", "999 random shifts, seed 1", "observed 9", "Bursts in windows by lag", "about every 10 min 0 s",
        })
        {
            Assert.Contains(expected, page);
        }

        Assert.DoesNotContain("Beyond chance?", Page);
    }

    [TestMethod]
    public void Write_Twice_IsTheSameBytes() => Assert.AreEqual(Page, Render(SampleResult.Build() with { Elapsed = NodaTime.Duration.FromHours(3) }));

    [TestMethod]
    public void Write_Page_LoadsNothingAndRunsOnlyItsOwnScript()
    {
        Assert.Contains("default-src &#39;none&#39;", Page);
        Assert.IsFalse(Regex.IsMatch(Page, @"<(link|img|iframe|object|embed|base|form)\b|\son\w+=|\ssrc=|url\(|\sstyle=|@import", RegexOptions.IgnoreCase));
        Assert.HasCount(1, Regex.Matches(Page, "<script", RegexOptions.IgnoreCase));
        Assert.IsTrue(Regex.Matches(Page, "href=\"([^\"]*)\"").All(m => m.Groups[1].Value.StartsWith('#')));
    }

    [TestMethod]
    public void Write_Script_IsTheSameOnEveryPageAndHasTheHashThatThePolicyNames()
    {
        var script = Regex.Match(Page, "<script>(.*?)</script>", RegexOptions.Singleline).Groups[1].Value;
        Assert.AreEqual(script, Regex.Match(Render(SampleResult.Build("<b>other</b>")), "<script>(.*?)</script>", RegexOptions.Singleline).Groups[1].Value);
        Assert.Contains($"script-src &#39;sha256-{Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(script)))}", Page);
        Assert.DoesNotContain("innerHTML", script);
        Assert.DoesNotContain("eval", script);
        Assert.DoesNotContain("Function", script);
    }

    [TestMethod]
    public void Write_StyleSheet_HasTheHashThatThePolicyNames()
    {
        var css = Regex.Match(Page, "<style>(.*?)</style>", RegexOptions.Singleline).Groups[1].Value;
        Assert.Contains($"sha256-{Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(css)))}", Page);
    }

    [TestMethod]
    [DataRow("<script>alert(1)</script>")]
    [DataRow("\"><svg onload=alert(1)>")]
    [DataRow("' onmouseover='alert(1)")]
    [DataRow("</style><script>1</script>")]
    [DataRow("</pre></details></main><h1>All clear</h1>")]
    [DataRow("javascript:alert(1)")]
    [DataRow("<!--")]
    [DataRow("]]><img src=x>")]
    public void Write_HostileText_ChangesNoStructure(string hostile)
    {
        var harmless = Tags(Render(SampleResult.Build("x")));
        Assert.AreEqual(harmless, Tags(Render(SampleResult.Build(hostile))));
    }

    [TestMethod]
    public void Write_AnyText_ChangesNoStructure()
    {
        var harmless = Tags(Render(SampleResult.Build("x")));
        Gen.Char['\0', '\uFFFF'].Array[1, 20].Select(c => new string(c) + "<b a=\"'>&").Sample(
            text => Tags(Render(SampleResult.Build(text))) == harmless, iter: 30);
    }

    [TestMethod]
    public void Write_ControlAndBidiCharacters_AreVisible()
    {
        var page = Render(SampleResult.Build("a\u202Eb\u001b[31mc\u0000\u200Bd"));
        Assert.DoesNotContain('\u202E', page);
        Assert.DoesNotContain('\u001b', page);
        Assert.DoesNotContain('\0', page);
        Assert.Contains("a⟨U+202E⟩b␛[31mc␀⟨U+200B⟩d", page);
    }

    [TestMethod]
    public void Write_SecretInCommand_IsMasked()
    {
        var result = SampleResult.Build();
        var incident = Samples.Sample.Incident() with { Command = "curl --password hunter2 http://x" };
        var page = Render(result with { Behaviours = [new Incidents.Behaviour("B", "Title", "Target", Matching.Level.High, [incident])] });
        Assert.DoesNotContain("hunter2", page);
        Assert.Contains("curl --password [secret] http://x", page);
    }

    [TestMethod]
    public void Write_Drawing_HasRoundTicksOfTheZone()
    {
        Assert.Contains(">12:02:15</text>", Page);
        Assert.Contains(">12:03:30</text>", Page);
    }

    [TestMethod]
    public void Write_CallThousandsOfYearsOff_LeavesTheDrawingOut()
    {
        var call = Samples.Sample.Call() with { End = new Timelines.TimePoint(NodaTime.Instant.MaxValue, NodaTime.Duration.Zero, Timelines.TimeBasis.Clock) };
        var incident = Samples.Sample.Incident(Samples.Sample.Named(call));
        var page = Render(SampleResult.Build() with { Behaviours = [new Incidents.Behaviour("B", "Title", "Target", Matching.Level.High, [incident])] });
        var figure = page.IndexOf("<figure", StringComparison.Ordinal);
        Assert.Contains("aria-label=\"The whole case from 2026-01-15", page[figure..], "What is drawn is of the rest.");
        Assert.DoesNotContain("aria-label=\"call ", page);
        Assert.Contains(incident.Id, page);
    }

    [TestMethod]
    public void Write_NothingFound_SaysSoWithoutAnAllClear()
    {
        var page = Render(SampleResult.Build() with { Behaviours = [], Incidents = [], Attributions = [] });
        Assert.Contains("No rule matched anything", page);
        Assert.Contains("before taking that for an all-clear", page);
    }

    // Names of tags and attributes in their order: what a hostile text must not change. Anchors are hashes of ids.
    private static string Tags(string page) => string.Join('\n', Regex.Matches(
        page[page.IndexOf("<body", StringComparison.Ordinal)..], @"<(/?[a-zA-Z][a-zA-Z0-9]*)((?:\s+[a-zA-Z-]+=""[^""]*"")*)\s*>|<")
        .Select(m => m.Groups[1].Value + string.Concat(Regex.Matches(m.Groups[2].Value, @"\s([a-zA-Z-]+)=""[^""]*""").Select(a => " " + a.Groups[1].Value))));

    private static string Render(InvestigationResult result)
    {
        using var stream = new MemoryStream();
        HtmlReport.Write(result, stream);
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(stream.ToArray());
    }
}
