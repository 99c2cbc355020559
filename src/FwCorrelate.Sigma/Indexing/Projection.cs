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
                return all.Parts.Select(p => Narrowed(p, dimension))
                    .Aggregate(static (a, b) => a is null ? b : b is null ? a : a.Intersect(b));
            case Or any:
                return any.Parts.Select(p => Narrowed(p, dimension)).Aggregate(static (a, b) => a is null || b is null ? null : a.Union(b));
            case Constant { Value: false }:
                return ValueSet.None(dimension.Size);
            case FieldTest test when dimension.PartOf(test.Field) is { } part:
                return Spread(OfPart(test, part, wanted: true), dimension, part);
            case Not { Part: FieldTest test } when dimension.PartOf(test.Field) is { } part:
                return Spread(OfPart(test, part, wanted: false), dimension, part);
            default:
                return null;
        }
    }

    /// <summary>The values of a part with which a test of a field of it may pass, or may fail.</summary>
    /// <param name="wanted">Whether the test is to pass.</param>
    public static ValueSet OfPart(FieldTest test, DimensionPart part, bool wanted)
    {
        // Over ranges only a monotone test can be judged by the ends.
        if (part.IsRange && !test.Test.IsMonotone)
            return ValueSet.All(part.Size);

        if (part.Size > Dimension.NoPort && test.Test.IsMonotone)
            return Compared(test, part, wanted);

        // Of ports those that fail are far too many to try one by one, and each has one answer.
        if (!wanted && part.Size > Dimension.NoPort)
            return OfPart(test, part, wanted: true).Complement();
        var set = ValueSet.None(part.Size);
        foreach (var value in Plausible(test, part))
        {
            if (MayAnswer(test, part, value, wanted))
                set.Add(value);
        }

        return set;
    }

    private static bool MayAnswer(FieldTest test, DimensionPart part, int value, bool wanted)
    {
        foreach (var answer in part.Answers((FlowField)test.Field.Code, value))
        {
            if (test.Test.Matches(in answer) == wanted)
                return true;
        }

        return false;
    }

    private static ValueSet? Spread(ValueSet passing, Dimension dimension, DimensionPart part)
    {
        if (passing.IsAll)
            return null;
        if (part.Size == dimension.Size)
            return passing;
        var set = ValueSet.None(dimension.Size);
        for (var value = 0; value < dimension.Size; value++)
        {
            if (passing.Contains(part.Of(value)))
                set.Add(value);
        }

        return set;
    }

    /// <summary>Ports are many: where a test names its integers, only those are tried, and the missing port.</summary>
    private static IEnumerable<int> Plausible(FieldTest test, DimensionPart part) =>
        part.Size == Dimension.NoPort + 1 && test.Test.Integers is { } integers
            ? integers.Where(i => i is >= 0 and < Dimension.NoPort).Select(i => (int)i).Append(Dimension.NoPort)
            : Enumerable.Range(0, part.Size);

    /// <summary>What a comparison passes begins or ends with one port, which is found by halving.</summary>
    private static ValueSet Compared(FieldTest test, DimensionPart part, bool wanted)
    {
        var set = ValueSet.None(part.Size);
        if (MayAnswer(test, part, Dimension.NoPort, wanted))
            set.Add(Dimension.NoPort);
        var (first, last) = (MayAnswer(test, part, 0, wanted), MayAnswer(test, part, Dimension.NoPort - 1, wanted));
        var (low, high) = (0, Dimension.NoPort);
        while (first != last && low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = MayAnswer(test, part, middle, wanted) == first ? (middle + 1, high) : (low, middle);
        }

        // Where both ends answer alike, all do.
        var change = first == last ? Dimension.NoPort : low;
        if (first)
            set.AddRange(0, change);
        if (last)
            set.AddRange(change, Dimension.NoPort);
        return set;
    }
}
