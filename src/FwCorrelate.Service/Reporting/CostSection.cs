// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Gpu;

namespace FwCorrelate.Service.Reporting;

/// <summary>GPUs that were taken from their job: which, how long, by which signs, and what that cost.</summary>
internal static class CostSection
{
    public static void Write(GpuCost cost, HtmlWriter html, ReportTimes times)
    {
        var culture = CultureInfo.InvariantCulture;
        html.Element("h4", "GPU capacity taken");
        html.Open("p").Text(string.Create(
            culture, $"{cost.Hours:0.###} GPU-hours, {cost.LeastHours:0.###} to {cost.MostHours:0.###} by the spacing of the listings"));
        if (cost.Price is { } price)
            html.Text(string.Create(
                culture, $": {cost.Hours * price:0.00} ({cost.LeastHours * price:0.00} to {cost.MostHours * price:0.00}) ")).Foreign(
                    cost.Currency ?? "");
        html.Text(".").Close("p");
        html.TableHead(null, "Host", "GPU", "Seen", "Signs (two independent ones are needed)", "Calls that ran when it began");
        foreach (var diversion in cost.Diversions.Take(ReportLimits.Reasons))
        {
            html.Open("tr").Open("th", null, ("scope", "row")).Foreign(diversion.Host).Close("th").ForeignElement("td", diversion.Gpu)
                .Open("td");
            times.WriteSpan(html, diversion.From, diversion.To);
            html.Close("td").Open("td").Open("ul", "plain");
            foreach (var sign in diversion.Signs)
                html.ForeignElement("li", sign.Text);
            html.Close("ul").Close("td").ForeignElement(
                "td", string.Join(", ", diversion.Calls.Select(c => c.CallId).Distinct().Take(ReportLimits.Names))).Close("tr");
        }

        html.TableEnd().More(cost.Diversions.Count - ReportLimits.Reasons, "GPUs", "incidents.jsonl");
    }
}
