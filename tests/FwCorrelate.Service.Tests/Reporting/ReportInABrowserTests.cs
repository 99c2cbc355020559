// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using FwCorrelate.Incidents;
using FwCorrelate.Samples;
using FwCorrelate.Service.Reporting;
using NodaTime;

namespace FwCorrelate.Service.Tests.Reporting;

/// <summary>The page where people see it: what a browser makes of it, and what its script does.</summary>
[TestClass]
[DoNotParallelize]
public sealed class ReportInABrowserTests
{
    private const int Many = 10_000;

    private const string Shown = "[...document.querySelectorAll('.index li')].filter(r => !r.hidden).length";

    [TestMethod]
    [DataRow("<script>alert(1)</script><img src=x onerror=alert(2)>")]
    [DataRow("\"'><svg onload=alert(1)><a href=javascript:alert(1)>x</a>")]
    [DataRow("</style></script><script>alert(1)</script>{{constructor.constructor('alert(1)')()}}${alert(1)}")]
    public void Page_OfHostileText_RunsNothingButItsOwnScript(string hostile)
    {
        using var page = Chromium.Open(Render(SampleResult.Build(hostile)));
        Assert.AreEqual("1", page.Ask("document.scripts.length"));
        Assert.AreEqual("0", page.Ask("document.querySelectorAll('img, iframe, object, embed, link, base, form').length"));
        Assert.AreEqual("0", page.Ask("[...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => a.name.startsWith('on'))).length"));
        page.Ask("document.querySelector('.find input').value = 'x'; document.querySelector('.find input').dispatchEvent(new Event('input')); 'done'");
        Assert.AreEqual(0, page.Dialogs);
        Assert.IsEmpty(page.Complaints, string.Join('\n', page.Complaints));
    }

    [TestMethod]
    public void Page_InlineScriptPutIn_IsRefusedByThePolicy()
    {
        using var page = Chromium.Open(Render(SampleResult.Build()).Replace("</main>", "<script>window.ran = 1</script></main>", StringComparison.Ordinal));
        Assert.AreEqual("undefined", page.Ask("typeof window.ran"));
        Assert.IsNotEmpty(page.Complaints);
    }

    [TestMethod]
    public void Index_OfTenThousandIncidents_IsSearchedAndPaintedAtOnce()
    {
        using var page = Chromium.Open(Render(Large()));
        var paint = page.Number("performance.getEntriesByName('first-contentful-paint')[0].startTime");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"first picture after {paint:0} ms"));
        Assert.IsLessThan(5000, paint, "1 s on an idle machine");
        Assert.AreEqual("false", page.Ask("String(document.querySelector('.find').hidden)"));
        Assert.AreEqual(Many, (int)page.Number(Shown));
        Type(page, "INC-000000001234");
        Assert.AreEqual(1, (int)page.Number(Shown));
        Assert.StartsWith("1 of 10,0", page.Ask("document.querySelector('.find output').textContent"));
        var took = page.Number("(() => { const start = performance.now(); const i = document.querySelector('.find input'); i.value = 'inc -inc-00000000'; i.dispatchEvent(new Event('input')); return performance.now() - start; })()");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"searched in {took:0} ms"));
        Assert.IsLessThan(2000, took);
        Assert.AreEqual(0, (int)page.Number(Shown));
        Type(page, "");
        page.Ask("(() => { const s = document.querySelectorAll('.find select')[1]; s.value = 'undetermined'; s.dispatchEvent(new Event('input')); return 1; })()");
        Assert.AreEqual(page.Ask("document.querySelectorAll('.index li[data-v=undetermined]').length"), page.Ask(Shown));
    }

    [TestMethod]
    public void Picture_ZoomedByTheKeyboard_ShowsAPartAndGoesBack()
    {
        using var page = Chromium.Open(Render(SampleResult.Build()));
        const string ticks = "[...document.querySelector('svg.zoom').querySelectorAll('.tick-label')].map(t => t.textContent).join(' ')";
        page.Ask("document.querySelector('svg.zoom').focus(); 'done'");
        page.Press("0");
        var whole = page.Ask(ticks);
        page.Press("+");
        page.Press("+");
        var part = page.Ask(ticks);
        Assert.AreNotEqual(whole, part);
        page.Press("ArrowLeft");
        Assert.AreNotEqual(part, page.Ask(ticks));
        page.Press("0");
        Assert.AreEqual(whole, page.Ask(ticks));
        Assert.IsEmpty(page.Complaints, string.Join('\n', page.Complaints));
    }

    [TestMethod]
    [DataRow(400)]
    [DataRow(320)]
    public void Page_Narrow_ScrollsDownwardsOnly(int width)
    {
        using var page = Chromium.Open(Render(SampleResult.Build() with { Statistics = [Sample.Statistics()] }), width);
        page.Ask("document.querySelectorAll('details').forEach(d => d.open = true); 'done'");
        Assert.IsLessThanOrEqualTo((int)page.Number("document.documentElement.clientWidth"), (int)page.Number("document.documentElement.scrollWidth"), page.Ask(
            "[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth && !e.closest('.scroll, .drawing')).map(e => e.tagName + '.' + e.className).join(' ') || 'none'"));
    }

    private static void Type(Chromium page, string text) =>
        page.Ask($"(() => {{ const i = document.querySelector('.find input'); i.value = '{text}'; i.dispatchEvent(new Event('input')); return 1; }})()");

    private static InvestigationResult Large()
    {
        var sample = SampleResult.Build();
        var made = Enumerable.Range(0, Many).Select(i => Copy(sample.Incidents[i % sample.Incidents.Count], i)).ToList();
        var behaviours = made.GroupBy(i => i.BehaviourId).Select(g => new Behaviour(g.Key, g.First().Rule.Title, g.First().Target, g.First().Rule.Level, [.. g]));
        return sample with { Incidents = made, Behaviours = [.. behaviours] };
    }

    private static Incident Copy(Incident incident, int number) => incident with
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"INC-{number:000000000000}"),
        FirstSeen = incident.FirstSeen + Duration.FromSeconds(number),
        LastSeen = incident.LastSeen + Duration.FromSeconds(number),
    };

    private static string Render(InvestigationResult result)
    {
        using var stream = new MemoryStream();
        HtmlReport.Write(result, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
