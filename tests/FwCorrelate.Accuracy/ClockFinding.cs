// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Clocks;
using FwCorrelate.Service;

namespace FwCorrelate.Accuracy;

/// <summary>
/// What was found of a source's clock against the truth, in seconds: stamp minus true time, averaged over matched records, what is stated
/// of its drift taken out.
/// </summary>
/// <param name="Low">Lower end of the stated interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="IsKnown">Whether it was found in the case's data, and is not the format's worst case.</param>
internal sealed record ClockFinding(ulong Seed, string Source, double Found, double Low, double High, bool IsKnown, double True)
{
    public double HalfWidth => (High - Low) / 2;

    public bool HoldsTruth => Low <= True && True <= High;

    public static IEnumerable<ClockFinding> Of(ulong seed, InvestigationResult result, TruthTable truth)
    {
        var found = result.Sources.ToDictionary(s => s.Settings.Name, s => s.Settings, StringComparer.Ordinal);
        var judged = from record in result.Attributions
                     let row = truth.Of(record.Origin)
                     where row is not null && record.Connection.Start == record.Record.Record.Start.ToInstant()
                     let clock = record.Record.Batch.File.Source.Clock
                     select (Source: record.Record.Batch.File.Source.Name, Level: row.ClockError - (clock.OffsetAt(record.Connection.Start) - clock.Offset).TotalSeconds);
        foreach (var records in judged.GroupBy(r => r.Source, r => r.Level, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var settings = found[records.Key];
            var clock = settings.Clock;
            yield return new ClockFinding(
                seed, records.Key, clock.Offset.TotalSeconds, clock.LowestOffset.TotalSeconds, clock.HighestOffset.TotalSeconds,
                clock.Basis is ClockBasis.Configured or ClockBasis.Estimated, records.Average());
        }
    }
}
