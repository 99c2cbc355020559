// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Drawing;

namespace FwCorrelate.Simulation.Oracle;

/// <summary>A distribution function on an even grid, for the many look-ups of the oracle.</summary>
internal sealed class TabulatedCdf
{
    private readonly double _step;
    private readonly double[] _values;

    public TabulatedCdf(Distribution distribution, double step, double longest)
    {
        _step = step;
        _values = [.. Enumerable.Range(0, (int)(longest / step) + 1).Select(i => distribution.Cdf(i * step))];
    }

    /// <summary>Where it ends; later values have no probability.</summary>
    public double Longest => (_values.Length - 1) * _step;

    /// <summary>Probability of a value in (<paramref name="from"/>, <paramref name="to"/>].</summary>
    public double Between(double from, double to) => Math.Max(0, At(to) - At(from));

    private double At(double x)
    {
        if (x <= 0)
            return 0;
        var place = x / _step;
        if (place >= _values.Length - 1)
            return _values[^1];
        var index = (int)place;
        return _values[index] + ((place - index) * (_values[index + 1] - _values[index]));
    }
}
