// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Matching;
using FwCorrelate.Redaction;
using NodaTime;

namespace FwCorrelate.Service.Reporting;

/// <summary>TRUST: what the logs cover, which clock and zone they have, how complete the traces are, which rules could not see.</summary>
internal static class TrustSection
{
    public static void Write(InvestigationResult result, HtmlWriter html, ReportTimes times)
    {
        html.Open("section", null, ("aria-labelledby", "trust")).Open("h2", null, ("id", "trust")).Text("How far to trust it").Close("h2");
        WriteWarnings(result, html);
        WriteSources(result.Sources, html, times);
        WriteGaps(result.Sources, html, times);
        WriteTimeline(result.TimelineTrust, html, times);
        WriteGpu(result.GpuSources, html, times);
        WriteRules(result.Rules, html);
        WriteInputs(result.Inputs, html, times);
        html.CloseBlock("section");
    }

    private static void WriteWarnings(InvestigationResult result, HtmlWriter html)
    {
        var damaged = result.Inputs.Where(i => i.Role == InputRole.Damaged)
            .Select(i => $"{i.Path}: {i.Problem ?? "it could not be read to its end"}");
        List<string> all = [.. result.RuleErrors.Select(e => $"Rule not used: {e}"), .. damaged, .. result.Warnings];
        if (all.Count == 0)
            return;
        html.Open("div", "callout").Element("strong", "Read this first").Open("ul");
        foreach (var warning in all.Take(ReportLimits.Warnings))
            html.ForeignElement("li", CommandRedaction.MaskSecrets(warning));
        html.Close("ul").More(all.Count - ReportLimits.Warnings, "warnings", "manifest.json").CloseBlock("div");
    }

    private static void WriteSources(IReadOnlyList<SourceTrust> sources, HtmlWriter html, ReportTimes times)
    {
        html.TableHead(
            "Logs", "Source", "Format", "#Records", "Time covered", "Gaps and loss", "Zone of bare stamps", "Clock offset", "Slack");
        foreach (var source in sources)
        {
            var settings = source.Settings;
            html.Open("tr").Open("th", null, ("scope", "row")).Foreign(settings.Name).Open("span", "sub")
                .Text(ReportWords.Count(source.Files, "file", "files")).Text(", ")
                .Text(ReportWords.Count(source.Sensors, "sensor", "sensors")).Close("span").Close("th");
            html.ForeignElement("td", string.Join(", ", source.Formats)).Open("td", "number").Text(source.Records).Close("td").Open("td");
            times.WriteSpan(html, source.From, source.To);
            html.Close("td").Element("td", Gaps(source));
            html.Open("td").Text(settings.Zone.Id).Element("span", settings.ZoneIsConfigured ? "set by the case" : "assumed", "sub")
                .Close("td");
            html.Element("td", settings.Clock.Offset == Duration.Zero ? "none" : ReportTimes.Length(settings.Clock.Offset));
            html.Open("td").Text("± " + ReportTimes.Length(settings.Clock.Slack)).Open("span", "sub").Foreign(settings.Clock.Reason)
                .Close("span").Close("td").Close("tr");
        }

        html.TableEnd();
    }

    private static string Gaps(SourceTrust source)
    {
        var lost = source.Gaps.Count(g => g.IsLoss);
        var silent = source.Gaps.Count - lost;
        return string.Join(", ", new[]
        {
            silent > 0 ? ReportWords.Count(silent, "silence", "silences") : "",
            lost > 0 ? ReportWords.Count(lost, "interval with lost records", "intervals with lost records") : "",
            source.UnreadRecords > 0 ? ReportWords.Count(source.UnreadRecords, "record not read", "records not read") : "",
            source.DoubtfulStamps > 0
                ? ReportWords.Count(source.DoubtfulStamps, "stamp with two readings", "stamps with two readings") : "",
        }.Where(t => t.Length > 0).DefaultIfEmpty("none"));
    }

    private static void WriteGaps(IReadOnlyList<SourceTrust> sources, HtmlWriter html, ReportTimes times)
    {
        var gaps = sources.SelectMany(s => s.Gaps.Select(g => (s.Settings.Name, Gap: g))).ToList();
        if (gaps.Count == 0)
            return;
        html.Open("details").Element("summary", ReportWords.Count(gaps.Count, "gap", "gaps") + " in the logs: nothing can be seen there");
        html.TableHead(null, "Source", "What", "From", "To", "Length");
        foreach (var (name, gap) in gaps.Take(ReportLimits.Gaps))
        {
            html.Open("tr").ForeignElement("td", name).Element("td", gap.IsLoss ? "records lost" : "silence");
            WriteTime(html, times, gap.Interval.HasStart ? gap.Interval.Start : null);
            WriteTime(html, times, gap.Interval.HasEnd ? gap.Interval.End : null);
            html.Element("td", gap.Interval is { HasStart: true, HasEnd: true } whole ? ReportTimes.Length(whole.Duration) : "open")
                .Close("tr");
        }

        html.TableEnd();
        if (gaps.Count > ReportLimits.Gaps)
            html.Open("p", "more").Text(gaps.Count - ReportLimits.Gaps).Text(" more gaps").Close("p");
        html.CloseBlock("details");
    }

    private static void WriteTime(HtmlWriter html, ReportTimes times, Instant? instant)
    {
        html.Open("td");
        if (instant is { } known)
            times.Write(html, known);
        else
            html.Text("open");
        html.Close("td");
    }

    private static void WriteTimeline(TimelineTrust trust, HtmlWriter html, ReportTimes times)
    {
        html.Element("h3", "Traces and leases").Open("dl", "facts");
        Fact(html, "Traces", string.Join(", ", ReportWords.Count(trust.Runs, "run", "runs"),
            ReportWords.Count(trust.Episodes, "episode", "episodes"), ReportWords.Count(trust.Calls, "tool call", "tool calls")));
        html.Open("div").Element("dt", "Time covered").Open("dd");
        times.WriteSpan(html, trust.From, trust.To);
        html.Close("dd").Close("div");
        Fact(html, "Trace coverage", trust.MeanTraceCoverage is { } coverage
            ? string.Create(CultureInfo.InvariantCulture, $"{coverage * 100:0.#} % of turns that asked for tools have timed calls")
            : "unknown: the traces do not record turns, so time alone names nothing");
        Fact(html, "Calls without", $"{ReportWords.Count(trust.CallsWithoutCommand, "command", "commands")}, "
            + $"{ReportWords.Count(trust.CallsWithoutSandbox, "sandbox", "sandboxes")}");
        WriteUntold(trust, html);
        Fact(html, "Times of calls", trust.CallsByBasis.Count == 0 ? "none" : string.Join(", ", trust.CallsByBasis.OrderBy(b => b.Key)
            .Select(b => string.Create(CultureInfo.InvariantCulture, $"{b.Value:#,0} {ReportWords.Basis(b.Key)}"))));
        Fact(html, "Leases", $"{ReportWords.Count(trust.Leases, "row", "rows")}: "
            + $"{ReportWords.Count(trust.ExclusiveAddresses, "address", "addresses")} held alone, "
            + $"{trust.SharedAddresses.ToString("#,0", CultureInfo.InvariantCulture)} shared");
        if (trust.LostLeases > 0)
            Fact(html, "Leases not read", $"{ReportWords.Count(trust.LostLeases, "row or table", "rows or tables")}: the addresses that "
                + $"they may be of count as shared");
        if (trust.EpisodesInDoubt > 0)
            Fact(html, "Traces not read",
                $"{ReportWords.Count(trust.EpisodesInDoubt, "episode", "episodes")} may have made calls that nothing tells of");
        html.CloseBlock("dl");
    }

    private static void WriteGpu(IReadOnlyList<GpuTrust> sources, HtmlWriter html, ReportTimes times)
    {
        if (sources.Count == 0)
            return;
        html.TableHead("GPU telemetry", "Source", "Format", "#Values", "#GPUs", "#Hosts", "Time covered", "Clock offset");
        foreach (var source in sources)
        {
            html.Open("tr").Open("th", null, ("scope", "row")).Foreign(source.Settings.Name).Close("th")
                .Element("td", string.Join(", ", source.Formats))
                .Open("td", "number").Text(source.Records).Close("td").Open("td", "number").Text(source.Gpus).Close("td")
                .Open("td", "number").Text(source.Hosts).Close("td").Open("td");
            times.WriteSpan(html, source.From, source.To);
            html.Close("td").Element(
                "td", source.Settings.ClockOffset == Duration.Zero ? "none" : ReportTimes.Length(source.Settings.ClockOffset)).Close("tr");
        }

        html.TableEnd();
    }

    private static void WriteUntold(TimelineTrust trust, HtmlWriter html)
    {
        if (trust.CallsWithoutSpan > 0)
            Fact(html, "Calls without a span",
                $"{ReportWords.Count(trust.CallsWithoutSpan, "call", "calls")} that models asked for or messages mention");
        foreach (var (reason, spans) in trust.SpansNotTaken)
            html.Open("div").Element("dt", "Not taken for a call").Open("dd").Text(ReportWords.Count(spans, "span", "spans")).Text(": ")
                .Foreign(reason).Close("dd").Close("div");
        if (trust.UnreadableEpisodes > 0)
            Fact(html, "Unreadable spans", $"in {ReportWords.Count(trust.UnreadableEpisodes, "episode", "episodes")}");
        if (trust.StoppedEpisodes > 0)
            Fact(html, "Calls without times", $"in {ReportWords.Count(trust.StoppedEpisodes, "episode", "episodes")}: all carry one stamp");
        if (trust.Conflicts.Count > 0)
            Fact(html, "Contradictions", $"{ReportWords.Count(trust.Conflicts.Count, "id has", "ids have")} records that contradict each "
                + "other; all are kept, one may be forged");
    }

    private static void Fact(HtmlWriter html, string name, string value) =>
        html.Open("div").Element("dt", name).Element("dd", value).Close("div");

    private static void WriteRules(IReadOnlyList<RuleTrust> rules, HtmlWriter html)
    {
        var blind = rules.Count(r => r.BlindBecause is not null);
        html.Open("details", null, ("open", blind > 0 && rules.Count <= 12 ? "" : null));
        html.Open("summary").Text(ReportWords.Count(rules.Count, "rule", "rules")).Text(" in use, ")
            .Element(blind > 0 ? "strong" : "span", ReportWords.Count(blind, "of them blind", "of them blind")).Close("summary");
        html.TableHead(null, "Rule", "Level", "#Matches", "Blind because");
        foreach (var rule in rules.OrderBy(r => r.BlindBecause is null).ThenByDescending(r => r.Matches)
            .ThenBy(r => r.Rule.Id, StringComparer.Ordinal).Take(ReportLimits.Rules))
        {
            html.Open("tr").Open("th", null, ("scope", "row")).Foreign(rule.Rule.Title).Open("span", "sub").Foreign(rule.Rule.Source)
                .Close("span").Close("th");
            html.Open("td").Element("span", rule.Rule.Level.Name(), ReportWords.LevelClass(rule.Rule.Level)).Close("td");
            html.Open("td", "number").Text(rule.Matches).Close("td").ForeignElement("td", rule.BlindBecause).Close("tr");
        }

        html.TableEnd().More(rules.Count - ReportLimits.Rules, "rules", "manifest.json").CloseBlock("details");
    }

    private static void WriteInputs(IReadOnlyList<InputSummary> inputs, HtmlWriter html, ReportTimes times)
    {
        html.Open("details").Element("summary", ReportWords.Count(inputs.Count, "input file", "input files"));
        html.TableHead(null, "File", "Role", "Format", "#Records", "#Stored", "Time covered", "SHA-256");
        foreach (var input in inputs.Take(ReportLimits.Inputs))
        {
            html.Open("tr").Open("th", null, ("scope", "row")).Foreign(input.Path);
            if (input.Problem is { } problem)
                html.Open("span", "sub bad").Foreign(CommandRedaction.MaskSecrets(problem)).Close("span");
            html.Close("th").Element("td", Results.Manifest.RoleName(input.Role)).ForeignElement("td", input.Format)
                .Open("td", "number").Text(input.Records).Close("td").Open("td", "number").Text(ReportWords.Bytes(input.StoredBytes))
                .Close("td").Open("td");
            times.WriteSpan(html, input.From, input.To);
            html.Close("td").Open("td");
            EvidenceTables.WriteHash(html, input.Sha256);
            html.Close("td").Close("tr");
        }

        html.TableEnd().More(inputs.Count - ReportLimits.Inputs, "inputs", "manifest.json").CloseBlock("details");
    }
}
