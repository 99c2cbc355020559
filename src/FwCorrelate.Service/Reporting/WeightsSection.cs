// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Correlation;
using FwCorrelate.Incidents;

namespace FwCorrelate.Service.Reporting;

/// <summary>
/// How sure: how the weights of the leading calls spread, how many of them would be right if they mean what they say, and what people
/// decided about those incidents, the only truth that a result can hold.
/// </summary>
internal static class WeightsSection
{
    private const int Bins = 10;
    private const int Width = 960;
    private const int Height = 150;
    private const int Bottom = 120;
    private const int Margin = 24;

    public static void Write(InvestigationResult result, HtmlWriter html)
    {
        var weighed = result.Incidents.Where(i => i.Attribution.Candidates.Count > 0 && i.RecordCount > 0).ToList();
        if (weighed.Count == 0)
            return;
        html.Open("section", null, ("aria-labelledby", "weights")).Open("h2", null, ("id", "weights")).Text("How sure").Close("h2");
        var expected = weighed.Sum(i => i.Attribution.Confidence);
        var named = weighed.Where(i => i.NamedCalls.Count > 0).ToList();
        var wrong = named.Sum(i => 1 - i.Attribution.Confidence);
        html.Open("p").Text(ReportWords.Count(weighed.Count, "incident has a leading call", "incidents have a leading call"))
            .Text($"; if the weights mean what they say, {expected.ToString("0.0", CultureInfo.InvariantCulture)} of these calls did it. ")
            .Text(ReportWords.Count(named.Count, "is named", "are named"))
            .Text($", of which {wrong.ToString("0.00", CultureInfo.InvariantCulture)} would be wrong.").Close("p");
        WriteDrawing(weighed, html);
        WriteDecisions(weighed, html);
        html.Element("p", "That the weights mean what they say is measured where the truth is known, on simulated cases, and not here: a "
            + "result holds no truth but what people decided.", "hint").CloseBlock("section");
    }

    private static int BinOf(double weight) => weight >= Attribution.NamedFrom ? Bins : Math.Clamp((int)(weight * Bins), 0, Bins - 1);

    private static string Label(int bin) =>
        bin == Bins ? "0.99+" : string.Create(CultureInfo.InvariantCulture, $"{bin / (double)Bins:0.0}");

    private static void WriteDrawing(List<Incident> weighed, HtmlWriter html)
    {
        var counts = new int[Bins + 1];
        var named = new int[Bins + 1];
        foreach (var incident in weighed)
        {
            counts[BinOf(incident.Attribution.Confidence)]++;
            named[BinOf(incident.Attribution.Confidence)] += incident.NamedCalls.Count > 0 ? 1 : 0;
        }

        const double Step = (Width - (2.0 * Margin)) / (Bins + 1);
        var said = string.Join("; ", counts.Select((c, i) => FormattableString.Invariant($"{Label(i)}: {c}")));
        html.Open("figure", "drawing").Open("svg", null, ("viewBox", $"0 0 {Width} {Height}"), ("role", "img"),
            ("aria-label", "Incidents by the weight of the leading call: " + said));
        for (var bin = 0; bin <= Bins; bin++)
        {
            WriteBar("chance", counts[bin], bin);
            WriteBar("call", named[bin], bin);
            html.Open("text", "tick-label", ("x", Number(Margin + ((bin + 0.5) * Step))), ("y", Number(Bottom + 18)),
                ("text-anchor", "middle")).Text(Label(bin)).Close("text");
        }

        html.Close("svg").Open("figcaption").Open("span", "key key-chance").Close("span")
            .Text(" incidents by the weight of the leading call ").Open("span", "key key-call").Close("span")
            .Text(" of these, named").Close("figcaption").CloseBlock("figure");

        void WriteBar(string cssClass, int count, int bin)
        {
            if (count == 0)
                return;
            var height = Math.Max(2, count / (double)counts.Max() * (Bottom - 12));
            html.Open("rect", cssClass, ("x", Number(Margin + (bin * Step) + 2)), ("y", Number(Bottom - height)),
                ("width", Number(Step - 4)), ("height", Number(height))).Close("rect");
        }
    }

    private static void WriteDecisions(List<Incident> weighed, HtmlWriter html)
    {
        var decided = weighed.SelectMany(i => i.Decisions
            .Select(d => (d.Says, Bin: BinOf(i.Attribution.Confidence), i.Attribution.Confidence))).ToList();
        if (decided.Count == 0)
            return;
        html.TableHead("What people decided, by weight", "Weight from", "Decision", "#Incidents", "#Mean weight");
        foreach (var group in decided.GroupBy(d => (d.Bin, d.Says)).OrderByDescending(g => g.Key.Bin)
            .ThenBy(g => g.Key.Says, StringComparer.Ordinal).Take(ReportLimits.Behaviours))
        {
            html.Open("tr").Open("th", null, ("scope", "row")).Text(Label(group.Key.Bin)).Close("th").ForeignElement("td", group.Key.Says)
                .Open("td", "number").Text(group.Count()).Close("td")
                .Element("td", group.Average(d => d.Confidence).ToString("0.00", CultureInfo.InvariantCulture), "number").Close("tr");
        }

        html.TableEnd();
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
