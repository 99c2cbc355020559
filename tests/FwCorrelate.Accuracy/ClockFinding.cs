// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Service;

namespace FwCorrelate.Accuracy;

/// <summary>What was found of a source's clock against the truth, in seconds: stamp minus true time, averaged over matched records.</summary>
/// <param name="Doubt">Half-width of what is stated.</param>
internal sealed record ClockFinding(ulong Seed, string Source, double Found, double Doubt, double True)
{
    public static IEnumerable<ClockFinding> Of(ulong seed, InvestigationResult result, TruthTable truth) =>
        from record in result.Attributions
        let row = truth.Of(record.Origin)
        where row is not null
        let source = record.Record.Batch.File.Source
        group (source.Clock.OffsetAt(record.Record.Record.Start.ToInstant()).TotalSeconds, Slack: source.Clock.Slack.TotalSeconds, row.ClockError) by source.Name into found
        orderby found.Key
        select new ClockFinding(seed, found.Key, found.Average(f => f.TotalSeconds), found.Average(f => f.Slack), found.Average(f => f.ClockError));
}
