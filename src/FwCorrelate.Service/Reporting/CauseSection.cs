// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Correlation;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Incidents;
using FwCorrelate.Redaction;
using NodaTime;

namespace FwCorrelate.Service.Reporting;

/// <summary>How a call was named, or the candidates with their weights as bars, always with the weight of "none of them".</summary>
internal sealed class CauseSection(HtmlWriter html)
{
    public void Write(Incident incident)
    {
        var attribution = incident.Attribution;
        var candidates = incident.Candidates.Count > 0 ? incident.Candidates : attribution.Candidates;
        html.Open("h4").Text("Cause: ").Text(ReportWords.Cause(attribution.Kind)).Close("h4");
        html.Open("p", "hint").Text(ReportWords.Rung(attribution.Rung));
        if (attribution.Lag is { } lag)
        {
            var (length, order) = lag < Duration.Zero ? (-lag, "before") : (lag, "after");
            html.Text($"; the connection opens {ReportTimes.Length(length)} {order} the {(attribution.Call is null ? "leading" : "named")} "
                + "call starts");
        }

        if (attribution.Inherited)
            html.Text("; inherited from an earlier part of the connection or an earlier connection to the same endpoint");
        html.Text(".").Close("p");
        if (candidates.Count > 0)
            WriteWeights(candidates, RoundedWeights.Of([.. candidates.Select(c => c.Weight)], attribution.NoneWeight));
        if (attribution.Explanations.Any())
        {
            html.Open("ul", "plain");
            foreach (var reason in attribution.Explanations.Take(ReportLimits.Reasons))
                html.ForeignElement("li", CommandRedaction.MaskSecrets(reason));
            html.CloseBlock("ul");
        }
    }

    private void WriteWeights(IReadOnlyList<CallCandidate> candidates, RoundedWeights weights)
    {
        html.TableHead(null, "Call", "Run and episode", "Weight", "Why");
        for (var i = 0; i < Math.Min(candidates.Count, ReportLimits.Candidates); i++)
            WriteCandidate(candidates[i], weights.Candidates[i]);
        var rest = weights.Candidates.Skip(ReportLimits.Candidates).ToList();
        if (rest.Count > 0)
            WriteOther(ReportWords.Count(rest.Count, "more call", "more calls"), rest.Sum(), "in incidents.jsonl");
        WriteOther("None of these", weights.None, "");
        html.TableEnd();
    }

    private void WriteCandidate(CallCandidate candidate, decimal weight)
    {
        var call = candidate.Call;
        html.Open("tr").Open("th", null, ("scope", "row")).ForeignElement("span", call.CallId, "mono").Open("span", "sub")
            .Foreign(call.ToolName).Close("span").Close("th");
        html.Open("td").Foreign(call.RunId).Open("span", "sub").Foreign(call.EpisodeId).Close("span").Close("td");
        WriteWeight(weight);
        html.Open("td").Foreign(string.Join("; ", candidate.Reasons.Take(ReportLimits.Reasons).Select(CommandRedaction.MaskSecrets)))
            .Close("td").Close("tr");
    }

    private void WriteOther(string what, decimal weight, string why)
    {
        html.Open("tr", "rest").Open("th", null, ("scope", "row")).Text(what).Close("th").Open("td").Close("td");
        WriteWeight(weight);
        html.Element("td", why).Close("tr");
    }

    // Bars are shapes with widths, not styled elements: the page's policy refuses inline styles.
    private void WriteWeight(decimal weight)
    {
        var percent = (weight * 100).ToString("0.##", CultureInfo.InvariantCulture);
        html.Open("td", "weight").Element("span", ReportWords.Weight(weight), "mono")
            .Open("svg", "bar", ("viewBox", "0 0 100 8"), ("preserveAspectRatio", "none"), ("aria-hidden", "true"))
            .Open("rect", "track", ("width", "100"), ("height", "8")).Close("rect")
            .Open("rect", "fill", ("width", percent), ("height", "8")).Close("rect").Close("svg").Close("td");
    }
}
