// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Events;

namespace FwCorrelate.Sigma.Indexing;

/// <summary>
/// The values of one dimension with which a rule could hold, whatever else a record has. It may name too many, never too few:
/// </summary>
/// <remarks>
/// A test of a field of the dimension is tried with every value, by the very test that the matcher runs; any other test could
/// hold with all values. <c>and</c> intersects, <c>or</c> unites: both keep "never too few". A <c>not</c> stands before a
/// single test only (<see cref="Rewrites"/>), where the complement is exact; over ranges both answers may be possible.
/// </remarks>
internal static class Projection
{
    public static ValueSet Of(Predicate predicate, Dimension dimension) => Narrowed(predicate, dimension) ?? ValueSet.All(dimension.Size);

    /// <summary>Null where every value may do: most rules say nothing about most dimensions, and a set of all ports is long.</summary>
    private static ValueSet? Narrowed(Predicate predicate, Dimension dimension)
    {
        switch (predicate)
        {
            case And all:
                return all.Parts.Select(p => Narrowed(p, dimension)).Aggregate(static (a, b) => a is null ? b : b is null ? a : a.Intersect(b));
            case Or any:
                return any.Parts.Select(p => Narrowed(p, dimension)).Aggregate(static (a, b) => a is null || b is null ? null : a.Union(b));
            case Constant { Value: false }:
                return ValueSet.None(dimension.Size);
            case FieldTest test when PartOf(test, dimension) is { } part:
                return Passing(test, dimension, part, wanted: true);
            case Not { Part: FieldTest test } when PartOf(test, dimension) is { } part:
                return Passing(test, dimension, part, wanted: false);
            default:
                return null;
        }
    }

    /// <summary>Over ranges only a monotone test can be judged by the ends.</summary>
    private static DimensionPart? PartOf(FieldTest test, Dimension dimension) =>
        dimension.PartOf(test.Field) is { } part && (!part.IsRange || test.Test.IsMonotone) ? part : null;

    private static ValueSet Passing(FieldTest test, Dimension dimension, DimensionPart part, bool wanted)
    {
        // Of ports those that fail are far too many to try one by one, and each has one answer.
        if (!wanted && part.Size > Dimension.NoPort)
            return Passing(test, dimension, part, wanted: true).Complement();
        var passing = new bool[part.Size];
        foreach (var value in Plausible(test, part))
            passing[value] = part.Answers((FlowField)test.Field.Code, value).Any(answer => test.Test.Matches(answer) == wanted);
        var set = ValueSet.None(dimension.Size);
        for (var value = 0; value < dimension.Size; value++)
        {
            if (passing[part.Of(value)])
                set.Add(value);
        }

        return set;
    }

    /// <summary>Ports are many: where a test names its integers, only those are tried, and the missing port.</summary>
    private static IEnumerable<int> Plausible(FieldTest test, DimensionPart part) =>
        part.Size == Dimension.NoPort + 1 && test.Test.Integers is { } integers
            ? integers.Where(i => i is >= 0 and < Dimension.NoPort).Select(i => (int)i).Append(Dimension.NoPort)
            : Enumerable.Range(0, part.Size);
}
