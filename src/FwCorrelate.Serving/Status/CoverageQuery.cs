// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Serving.Coverage;
using FwCorrelate.Serving.State;
using NodaTime;

namespace FwCorrelate.Serving.Status;

/// <summary>Says for an interval how each source was evaluated in it: without a gap, so that what is missing is an interval too.</summary>
internal static class CoverageQuery
{
    /// <summary>By source, then start. What lies after a source's watermark may still be revised.</summary>
    public static IEnumerable<(string Source, CoverageSpan Span)> Of(IStateReader state, Instant? from, Instant? to, Duration lateness)
    {
        var ledgers = state.All<SourceCoverage>(SourceCoverage.Kind).Where(l => l.Spans.Count > 0).ToList();
        if (ledgers.Count == 0)
            yield break;
        var start = from ?? ledgers.Min(l => l.Spans[0].From);
        var end = to ?? ledgers.Max(l => l.Spans[^1].To);
        foreach (var ledger in ledgers)
        {
            foreach (var span in Whole(ledger, start, end).SelectMany(s => Split(s, ledger.Spans[^1].To - lateness)))
                yield return (ledger.Source, span);
        }
    }

    private static IEnumerable<CoverageSpan> Whole(SourceCoverage ledger, Instant start, Instant end)
    {
        var (first, last) = (ledger.Spans[0].From, ledger.Spans[^1].To);
        if (start < first)
            yield return new CoverageSpan(
                start, Instant.Min(first, end), CoverageKind.None, "before the first record of the source that is kept");
        foreach (var span in ledger.Spans)
        {
            var (from, to) = (Instant.Max(span.From, start), Instant.Min(span.To, end));
            if (from < to || (span.From == span.To && span.From >= start && span.From < end))
                yield return span with { From = from, To = to };
        }

        if (end > last)
            yield return new CoverageSpan(Instant.Max(last, start), end, CoverageKind.None, "nothing of the source has arrived yet");
    }

    private static IEnumerable<CoverageSpan> Split(CoverageSpan span, Instant watermark)
    {
        if (span.Kind is CoverageKind.None || span.To <= watermark)
        {
            yield return span;
            yield break;
        }

        if (span.From < watermark)
            yield return span with { To = watermark };
        yield return new CoverageSpan(Instant.Max(span.From, watermark), span.To, CoverageKind.Open,
            span.Why.Length > 0 ? span.Why : "within the allowed lateness: more may arrive");
    }
}
