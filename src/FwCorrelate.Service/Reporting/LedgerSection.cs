// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Incidents;

namespace FwCorrelate.Service.Reporting;

/// <summary>LEDGER: where every record went, with the sums that must hold.</summary>
internal static class LedgerSection
{
    public static void Write(InvestigationResult result, HtmlWriter html)
    {
        var ledger = result.Ledger;
        html.Open("section", null, ("aria-labelledby", "ledger")).Open("h2", null, ("id", "ledger")).Text("Ledger").Close("h2");
        var wrong = ledger.Discrepancies();
        if (wrong.Count == 0)
        {
            html.Open("p", "lede").Text("It adds up: each of ").Text(ledger.Read).Text(" records is counted to one end.").Close("p");
        }
        else
        {
            html.Open("div", "callout").Element("strong", "It does not add up").Open("ul");
            foreach (var discrepancy in wrong)
                html.Element("li", discrepancy);
            html.Close("ul").Close("div");
        }

        WriteSums(ledger, html);
        WriteSources(result.LedgerBySource, html);
        html.CloseBlock("section");
    }

    private static void WriteSums(Ledger ledger, HtmlWriter html)
    {
        html.Open("div", "sums");
        WriteSum(html, ("read", ledger.Read), ("parsed", ledger.Parsed), ("rejected", ledger.Rejected), ("ignored", ledger.Ignored));
        WriteSum(html, ("parsed", ledger.Parsed), ("no data", ledger.NoData), ("duplicate", ledger.Duplicate),
            ("out of range", ledger.OutOfRange), ("evaluated", ledger.Evaluated));
        WriteSum(html, ("evaluated", ledger.Evaluated), ("matched", ledger.Matched), ("unmatched", ledger.Unmatched));
        WriteSum(html, ("matched", ledger.Matched), ("tool call", ledger.ToolCall), ("candidates", ledger.Candidates),
            ("sandbox", ledger.Sandbox), ("none", ledger.None), ("unknown address", ledger.UnknownAddress));
        html.CloseBlock("div");
        html.Open("p", "hint").Text("Of the matched: ").Text(ledger.Suppressed).Text(" expected by the case, ").Text(ledger.Late)
            .Text(" late.").Close("p");
    }

    private static void WriteSum(HtmlWriter html, (string Name, long Count) whole, params ReadOnlySpan<(string Name, long Count)> parts)
    {
        html.Open("p", "sum");
        WriteTerm(html, whole);
        for (var i = 0; i < parts.Length; i++)
        {
            html.Text(i == 0 ? " = " : " + ");
            WriteTerm(html, parts[i]);
        }

        html.Close("p");
    }

    private static void WriteTerm(HtmlWriter html, (string Name, long Count) term) =>
        html.Open("span", term.Count == 0 ? "term none" : "term").Text(term.Count).Text(" ").Element("small", term.Name).Close("span");

    private static void WriteSources(IReadOnlyDictionary<string, Ledger> bySource, HtmlWriter html)
    {
        if (bySource.Count == 0)
            return;
        string[] columns = ["Source", .. new Ledger().Counters.Select(c => "#" + c.Key.Replace('_', ' '))];
        html.Open("details").Element("summary", "By source").TableHead(null, columns);
        foreach (var (name, ledger) in bySource.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            html.Open("tr").Open("th", null, ("scope", "row")).Foreign(name).Close("th");
            foreach (var (_, count) in ledger.Counters)
                html.Open("td", count == 0 ? "number none" : "number").Text(count).Close("td");
            html.Close("tr");
        }

        html.TableEnd().CloseBlock("details");
    }
}
