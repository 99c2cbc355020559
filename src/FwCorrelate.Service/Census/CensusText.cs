// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Statistics;

namespace FwCorrelate.Service.Census;

/// <summary>The census in words, the same on every page.</summary>
public static class CensusText
{
    private const double Level = 0.05;

    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %");

    public static string Interval(BinomialInterval interval) =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * interval.Low:0.0} to {100 * interval.High:0.0}");

    public static string Chance(double value) =>
        value < 0.0001 ? "less than 0.0001" : value.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>From which step on, how surely, and what may have been before: never that nothing was.</summary>
    public static string Onset(CensusRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var onset = row.Onset ?? throw new ArgumentException("The row has an onset.", nameof(row));
        var what = row.Behaviour ?? row.Category;
        if (onset.PValue > Level)
            return $"{what}: no step from which on it is more frequent than chance would find "
                + $"(clearest: step {onset.Step}, {Chance(onset.PValue)}).";
        var before = onset.Before.Hits == 0
            ? $"before it, none of {onset.Before.Trials}: at most {Percent(onset.Before.Interval.High)} of episodes"
            : $"before it {onset.Before.Hits} of {onset.Before.Trials} ({Interval(onset.Before.Interval)} %)";
        return $"{what}: more frequent from step {onset.Step} on ({onset.From} to {onset.To}; chance {Chance(onset.PValue)}): "
            + $"{onset.After.Hits} of {onset.After.Trials} ({Interval(onset.After.Interval)} %); {before}.";
    }
}
