// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Events;

namespace FwCorrelate.Sigma.Matchers;

/// <summary>A test of one value. Immutable.</summary>
public abstract class ValueTest
{
    /// <summary>A list passes when one of its members does.</summary>
    public virtual bool Matches(in FieldValue value)
    {
        if (value.Kind != FieldValueKind.List)
            return Test(in value);
        foreach (var member in value.List)
        {
            if (Matches(in member))
                return true;
        }

        return false;
    }

    /// <summary>The integers that pass, where these are all; null where other integers may.</summary>
    internal virtual IReadOnlyCollection<long>? Integers => null;

    /// <summary>Texts one of which every passing text contains, without case; null where none is known.</summary>
    internal virtual IReadOnlyCollection<string>? Literals => null;

    /// <summary>
    /// Whether, over present numbers, the outcome changes at most once: what holds at both ends of a range holds within it, and what fails
    /// at both fails.
    /// </summary>
    internal virtual bool IsMonotone => false;

    /// <summary>How expensive it is, to order tests: 0 a comparison, 1 a text search, 2 a regular expression.</summary>
    internal virtual int Cost => 1;

    /// <summary>Tests a value that is no list.</summary>
    protected abstract bool Test(in FieldValue value);
}
