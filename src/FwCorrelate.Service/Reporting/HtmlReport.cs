// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;

namespace FwCorrelate.Service.Reporting;

/// <summary>
/// <c>report.html</c>: one self-contained page for the person who must act. It loads nothing and allows nothing but its own style sheet
/// and its own script, whose hashes its Content-Security-Policy names. The same result makes the same bytes:
/// how long the run took and when it was done are not on it.
/// </summary>
public static class HtmlReport
{
    private static readonly string StyleHash = HashOf(ReportStyle.Css);
    private static readonly string ScriptHash = HashOf(ReportScript.Js);

    /// <summary>Writes the page as UTF-8; the stream stays open.</summary>
    public static void Write(InvestigationResult result, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(result);
        using var writer = new StreamWriter(stream, HtmlWriter.Encoding, 1 << 16, leaveOpen: true) { NewLine = "\n" };
        WritePage(result, new HtmlWriter(writer));
    }

    private static void WritePage(InvestigationResult result, HtmlWriter html)
    {
        var times = new ReportTimes(result.DisplayZone);
        html.Constant("<!DOCTYPE html>\n").Open("html", null, ("lang", "en"));
        WriteHead(result, html);
        html.Open("body").Open("main");
        WriteHeader(result, html, times);
        SummarySection.Write(result, html, times);
        TrustSection.Write(result, html, times);
        BehaviourSection.Write(result, html, times);
        new IndexSection(html, times).Write(result);
        WeightsSection.Write(result, html);
        StatisticsSection.Write(result, html);
        CensusSection.Write(result, html);
        LedgerSection.Write(result, html);
        WriteVerification(html);
        html.Close("main").Open("script").Constant(ReportScript.Js).Close("script").Close("body").CloseBlock("html");
    }

    private static void WriteHead(InvestigationResult result, HtmlWriter html)
    {
        var policy = $"default-src 'none'; style-src 'sha256-{StyleHash}'; script-src 'sha256-{ScriptHash}'; base-uri 'none'; "
            + "form-action 'none'";
        html.Open("head").Open("meta", null, ("charset", "utf-8"))
            .Open("meta", null, ("http-equiv", "Content-Security-Policy"), ("content", policy))
            .Open("meta", null, ("name", "viewport"), ("content", "width=device-width, initial-scale=1"))
            .Open("meta", null, ("name", "referrer"), ("content", "no-referrer"))
            .Open("meta", null, ("name", "color-scheme"), ("content", "light dark"))
            .Element("title", $"fwcorrelate · {result.CasePath}")
            .Open("style").Constant(ReportStyle.Css).Close("style").CloseBlock("head");
    }

    private static string HashOf(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static void WriteHeader(InvestigationResult result, HtmlWriter html, ReportTimes times)
    {
        html.Open("header").Open("p", "eyebrow").Text("fwcorrelate · from the firewall alert to the tool call").Close("p");
        html.Open("h1").Text("Case ").Foreign(result.Settings.CustodyCase ?? result.CasePath).Close("h1");
        html.Open("p", "lede");
        if (result.Sources.Any(s => s.From is not null && s.To is not null))
        {
            times.WriteSpan(html, result.Sources.Min(s => s.From), result.Sources.Max(s => s.To));
            html.Text(" · ");
        }

        html.Text($"times in {times.ZoneName} · ").Text(ReportWords.Count(result.Inputs.Count, "input", "inputs")).Text(", ")
            .Text(ReportWords.Count(result.Ledger.Read, "record", "records")).Text(", ").Text(ReportWords.Bytes(result.BytesRead))
            .Close("p");
        if (result.Settings.CustodyCase is not null || result.Settings.CustodyExaminer is not null)
        {
            html.Open("p", "lede").Text("Folder ").ForeignElement("code", result.CasePath);
            if (result.Settings.CustodyExaminer is { } examiner)
                html.Text(" · examiner ").Foreign(examiner);
            html.Close("p");
        }

        if (result.Interrupted)
            html.Open("p", "callout").Element("strong", "Interrupted.")
                .Text(" The run was stopped; what follows covers what had been read by then.").Close("p");
        html.CloseBlock("header");
    }

    private static void WriteVerification(HtmlWriter html)
    {
        html.Open("section", null, ("aria-labelledby", "verify")).Open("h2", null, ("id", "verify")).Text("Check this page").Close("h2");
        html.Element("p", "In the folder that holds this page:");
        html.Element("pre", "fwcorrelate evidence verify .", "command");
        html.Open("p", "hint").Text("It compares every result, input and record named here with the SHA-256 in ")
            .Element("code", "manifest.json")
            .Text("; where the case lies elsewhere now, --case names its folder.").Close("p").CloseBlock("section");
    }
}
