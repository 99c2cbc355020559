// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FwCorrelate.Service.Reporting;
using FwCorrelate.Serving.Scheduling;
using NodaTime;

namespace FwCorrelate.Serving.Status;

/// <summary>The status as a page: no script, one style sheet of ours, every text of a log encoded and isolated.</summary>
internal static class StatusPage
{
    private const int MostIncidents = 200;

    private const string Style = """
        body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem;color:#1b1f24;background:#fff}
        h1{font-size:1.35rem}h2{font-size:1.05rem;margin:1.8rem 0 .4rem}table{border-collapse:collapse;width:100%}
        th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid #d8dee4;vertical-align:top}th.number,td.number{text-align:right}
        .scroll{overflow-x:auto}.bad{color:#b3261e;font-weight:600}.more{color:#57606a}code{font-size:.93em}
        @media(prefers-color-scheme:dark){body{background:#0d1117;color:#e6edf3}th,td{border-color:#30363d}.bad{color:#ff7b72}.more{color:#8b949e}}
        """;

    /// <summary>Lets the style sheet be used, and nothing else: no script, no image, no frame, no form.</summary>
    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static string Of(ServiceStatus status, IReadOnlyList<JobState> jobs, Instant now)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var html = new HtmlWriter(text);
        html.Constant("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" "
            + "content=\"10\"><title>FwCorrelate</title><style>")
            .Constant(Style).Constant("</style></head><body>\n");
        html.Element("h1", "FwCorrelate, live").Open("p").Text($"{Time(now)}. {Head(status)}").CloseBlock("p");
        WriteIncidents(html, status);
        WriteSources(html, status, now);
        WriteSinks(html, status);
        WriteJobs(html, jobs);
        WriteNotes(html, status);
        html.Constant("</body></html>\n");
        return text.ToString();
    }

    private static string Head(ServiceStatus status) => status.Last is not { } last ? "Nothing was correlated yet."
        : string.Create(CultureInfo.InvariantCulture,
            $"{status.Incidents.Count} incidents stand, {status.Superseded} superseded, {status.Retracted} retracted. ")
        + string.Create(CultureInfo.InvariantCulture,
            $"Last correlated at {Time(last.At)} in {last.Took:0.0} s; {last.Pending} changes wait to be told.");

    private static void WriteIncidents(HtmlWriter html, ServiceStatus status)
    {
        html.Element("h2", "Incidents").TableHead(null, "Told", "Id", "#Revision", "Verdict", "What", "Run", "Command");
        foreach (var incident in status.Incidents.Take(MostIncidents))
        {
            using var document = JsonDocument.Parse(incident.Document);
            var agent = document.RootElement.GetProperty("fwcorrelate");
            html.Open("tr").Element("td", Time(incident.PublishedAt)).Open("td").Element("code", incident.Id).Close("td");
            html.Element("td", incident.Revision.ToString(CultureInfo.InvariantCulture), "number").Element("td", TextOf(agent, "verdict"));
            html.ForeignElement("td", TextOf(document.RootElement, "message")).ForeignElement("td", TextOf(agent, "run", "id"));
            html.Open("td").Open("code").Foreign(TextOf(agent, "command")).Close("code").Close("td").CloseBlock("tr");
        }

        html.TableEnd().More(status.Incidents.Count - MostIncidents, "incidents", "incidents.jsonl");
    }

    private static void WriteSources(HtmlWriter html, ServiceStatus status, Instant now)
    {
        html.Element("h2", "Sources")
            .TableHead(null, "Source", "#Files", "#Records", "Newest event", "Watermark", "#Last arrival", "State");
        foreach (var source in status.Sources)
        {
            html.Open("tr").ForeignElement("td", source.Name).Open("td", "number").Text(source.Files).Close("td").Open("td", "number")
                .Text(source.Records).Close("td");
            html.Element("td", Time(source.Newest)).Element("td", Time(source.Watermark));
            html.Element("td", string.Create(CultureInfo.InvariantCulture, $"{(now - source.Arrived).TotalSeconds:0} s ago"), "number");
            html.Element("td", source.SilentSince is { } since ? $"silent since {Time(since)}" : "speaks",
                source.SilentSince is null ? null : "bad").CloseBlock("tr");
        }

        html.TableEnd();
    }

    private static void WriteSinks(HtmlWriter html, ServiceStatus status)
    {
        html.Element("h2", "Outputs").TableHead(null, "Output", "#Waiting", "State");
        foreach (var sink in status.Sinks)
        {
            html.Open("tr").ForeignElement("td", sink.Name).Open("td", "number").Text(sink.Waiting).Close("td");
            var state = sink.Failure is { } failure ? $"failed {sink.Attempts} times, again at {Time(sink.NextAttempt)}: {failure}"
                : "takes what comes";
            html.ForeignElement("td", state, sink.Failure is null ? null : "bad").CloseBlock("tr");
        }

        html.TableEnd();
    }

    private static void WriteJobs(HtmlWriter html, IReadOnlyList<JobState> jobs)
    {
        html.Element("h2", "Jobs").TableHead(null, "Job", "#Runs", "State");
        foreach (var job in jobs)
        {
            html.Open("tr").Element("td", job.Name).Open("td", "number").Text(job.Runs).Close("td");
            var state = job.Failure is { } failure ? $"failed {job.Failures} times: {failure}" : job.RunningSince is null ? "waits"
                : "runs";
            html.ForeignElement("td", state, job.Failure is null ? null : "bad").CloseBlock("tr");
        }

        html.TableEnd();
    }

    private static void WriteNotes(HtmlWriter html, ServiceStatus status)
    {
        html.Element("h2", "Notes").Open("ul");
        if (status.Rules is { } rules)
            html.Element("li", $"Rules and settings {rules.Hash[..12]}, in use since {Time(rules.At)}.");
        if (status.Rules?.Refused is { } refused)
            html.Open("li", "bad").Foreign($"Newer ones are not applied: {refused}").Close("li");
        foreach (var error in status.Last?.RuleErrors ?? [])
            html.Open("li", "bad").Foreign($"Rule unusable: {error}").Close("li");
        foreach (var warning in status.Last?.Warnings ?? [])
            html.ForeignElement("li", warning);
        if (status.Late.Count > 0)
            html.Element("li", $"{status.Late.Count} files arrived behind the horizon; they are kept and not judged.", "bad");
        html.CloseBlock("ul");
    }

    private static string? TextOf(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            if (!element.TryGetProperty(step, out element))
                return null;
        }

        return element.GetString();
    }

    private static string Time(Instant? time) =>
        time is { } t ? NodaTime.Text.InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss").Format(t) : "";
}
