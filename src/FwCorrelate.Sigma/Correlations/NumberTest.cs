// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Correlations;

/// <summary>The bounds of a condition: all must hold. Numbers are millionths, see <see cref="SigmaNumber"/>.</summary>
internal sealed class NumberTest(IReadOnlyList<Bound> bounds)
{
    private readonly (Relation Relation, Int128 Limit)[] _bounds = [.. bounds.Select(b => (b.Relation, SigmaNumber.Of(b.Limit)))];

    public bool Holds(long count) => Holds((Int128)count * SigmaNumber.Scale, 1);

    /// <summary>Tests <paramref name="number"/> divided by <paramref name="divisor"/>, without dividing.</summary>
    public bool Holds(Int128 number, int divisor)
    {
        foreach (var (relation, limit) in _bounds)
        {
            var order = number.CompareTo(limit * divisor);
            var holds = relation switch
            {
                Relation.Greater => order > 0,
                Relation.GreaterOrEqual => order >= 0,
                Relation.Less => order < 0,
                Relation.LessOrEqual => order <= 0,
                Relation.Equal => order == 0,
                _ => order != 0,
            };
            if (!holds)
                return false;
        }

        return true;
    }
}
