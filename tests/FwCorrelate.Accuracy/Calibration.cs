// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Statistics;

namespace FwCorrelate.Accuracy;

/// <summary>Candidates whose stated weight lies in one tenth of [0, 1].</summary>
/// <param name="Stated">Sum of stated weights.</param>
internal readonly record struct CalibrationBin(long Count, double Stated, long True)
{
    public double MeanStated => Stated / Count;

    public double Share => (double)True / Count;

    public BinomialInterval Interval => BinomialInterval.Of(True, Count);
}

/// <summary>Whether stated weights are true shares: over candidates of connections, each counted once.</summary>
internal sealed class Calibration
{
    public const int BinCount = 10;

    private readonly CalibrationBin[] _bins = new CalibrationBin[BinCount];

    public IReadOnlyList<CalibrationBin> Bins => _bins;

    public void Add(double weight, bool isTrue)
    {
        ref var bin = ref _bins[Math.Min(BinCount - 1, (int)(weight * BinCount))];
        bin = new CalibrationBin(bin.Count + 1, bin.Stated + weight, bin.True + (isTrue ? 1 : 0));
    }

    public void Add(Calibration other)
    {
        for (var i = 0; i < BinCount; i++)
            _bins[i] = new CalibrationBin(_bins[i].Count + other._bins[i].Count, _bins[i].Stated + other._bins[i].Stated, _bins[i].True + other._bins[i].True);
    }
}
