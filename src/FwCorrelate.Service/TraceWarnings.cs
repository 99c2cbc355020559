// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Flows;
using FwCorrelate.Timelines;

namespace FwCorrelate.Service;

/// <summary>What is wrong with the traces of a case, in sentences. Their texts come from traces: hostile until escaped.</summary>
public static class TraceWarnings
{
    private const int Listed = 10;

    /// <param name="hasLogs">Whether there is anything that could be attributed to calls.</param>
    public static IEnumerable<string> Of(Timeline timeline, bool hasLogs)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        foreach (var conflict in timeline.Conflicts.Take(Listed))
            yield return $"{Places(conflict.Origins)}{conflict.Subject}: its records contradict each other ({conflict.Difference}). All "
                + "are kept; one of them may be forged";
        if (timeline.Conflicts.Count > Listed)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{timeline.Conflicts.Count - Listed} more spans, calls or episodes are told in ways that contradict each other");
        if (hasLogs && timeline.Calls.Count == 0)
            yield return WithoutCalls(timeline);
    }

    private static string WithoutCalls(Timeline timeline)
    {
        var notTaken = timeline.Gaps.Where(g => g.Kind == TraceGapKind.SpanNotTaken).ToList();
        if (timeline.Spans == 0)
            return "no tool calls: without agent traces nothing can be attributed to a call. Add OTLP traces under timeline/.";
        return notTaken.Count == 0
            ? string.Create(CultureInfo.InvariantCulture, $"no tool calls: none of the {timeline.Spans} spans is one, nor looks like one. "
            + $"If calls are written in another way, name their attributes in case.yml under 'attributes'.")
            : string.Create(CultureInfo.InvariantCulture, $"no tool calls: {notTaken.Count} of the {timeline.Spans} spans look like one, "
                + $"and no convention makes them one ({notTaken[0].Reason}). Name their attributes in case.yml under 'attributes'.");
    }

    private static string Places(IReadOnlyList<RecordOrigin> origins) =>
        origins.Count == 0 ? "" : string.Join(", ", origins.Take(3).Select(o =>
        string.Create(CultureInfo.InvariantCulture, $"{o.File}:{o.Line}"))) + (origins.Count > 3 ? ", …: " : ": ");
}
