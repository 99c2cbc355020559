// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Service;

namespace FwCorrelate.Accuracy;

/// <summary>What was found of a source's clock against the truth, in seconds: stamp minus true time, averaged over matched records.</summary>
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
        var told = result.Attributions.Select(r => (Source: r.Record.Batch.File.Source.Name, Truth: truth.Of(r.Origin))).Where(r => r.Truth is not null);
        foreach (var records in told.GroupBy(r => r.Source, r => r.Truth!.ClockError, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var settings = found[records.Key];
            var (offset, slack) = (settings.ClockOffset.TotalSeconds, settings.Slack.TotalSeconds);
            yield return new ClockFinding(seed, records.Key, offset, offset - slack, offset + slack, !settings.SlackIsDocumented, records.Average());
        }
    }
}
