// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Correlations;

/// <summary>The sum of a number, or its average; exact, see <see cref="SigmaNumber"/>.</summary>
internal sealed class SumMeasure(NumberTest test, bool isAverage) : Measure
{
    private Int128[] _sums = [];

    public override long Bytes => _sums.Length * 16L;

    public override void Grow(int groups) => Array.Resize(ref _sums, groups);

    public override void Enter(int group, in WindowEvent e, Int128 number) => _sums[group] += number;

    public override void Leave(int group, in WindowEvent e, Int128 number) => _sums[group] -= number;

    public override void Clear(int group) => _sums[group] = 0;

    public override bool Holds(int group, int count, long start) => test.Holds(_sums[group], isAverage ? count : 1);
}
