// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Correlations;

/// <summary>
/// A percentile by nearest rank: the smallest value that at least that share of the values do not exceed, so always one that
/// occurred. The median of an even number of values is the mean of the two in the middle.
/// </summary>
/// <param name="percentile">Null for the median.</param>
internal sealed class RankMeasure(NumberTest test, decimal? percentile) : Measure
{
    private static readonly Int128 Whole = (Int128)100 * SigmaNumber.Scale;

    private readonly Int128 _share = SigmaNumber.Of(percentile ?? 50);
    private List<Int128>?[] _sorted = [];
    private long _values;

    public override long Bytes => (_sorted.Length * 8L) + (_values * 16);

    public override void Grow(int groups) => Array.Resize(ref _sorted, groups);

    public override void Enter(int group, in WindowEvent e, Int128 number)
    {
        var sorted = _sorted[group] ??= [];
        var at = sorted.BinarySearch(number);
        sorted.Insert(at < 0 ? ~at : at, number);
        _values++;
    }

    public override void Leave(int group, in WindowEvent e, Int128 number)
    {
        var sorted = _sorted[group]!;
        sorted.RemoveAt(sorted.BinarySearch(number));
        _values--;
    }

    public override void Clear(int group) => _sorted[group] = null;

    public override bool Holds(int group, int count, long start)
    {
        if (_sorted[group] is not { Count: > 0 } sorted)
            return false;
        if (percentile is null && sorted.Count % 2 == 0)
            return test.Holds(sorted[sorted.Count / 2] + sorted[(sorted.Count / 2) - 1], 2);
        var rank = (int)(((_share * sorted.Count) + Whole - 1) / Whole);
        return test.Holds(sorted[Math.Max(rank, 1) - 1], 1);
    }
}
