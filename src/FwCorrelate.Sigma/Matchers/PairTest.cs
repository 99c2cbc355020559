// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Events;

namespace FwCorrelate.Sigma.Matchers;

internal enum PairRelation
{
    Equal,
    Contains,
    StartsWith,
    EndsWith,
}

/// <summary><c>fieldref</c>: one value of the event against another. Both must be present; lists match by any pair of members.</summary>
internal sealed class PairTest(PairRelation relation, bool cased)
{
    public bool Matches(in FieldValue left, in FieldValue right)
    {
        if (left.Kind == FieldValueKind.List)
        {
            foreach (var member in left.List)
            {
                if (Matches(in member, in right))
                    return true;
            }

            return false;
        }

        if (right.Kind != FieldValueKind.List)
            return left.IsPresent && right.IsPresent && Compare(in left, in right);
        foreach (var member in right.List)
        {
            if (Matches(in left, in member))
                return true;
        }

        return false;
    }

    private bool Compare(in FieldValue left, in FieldValue right)
    {
        var comparison = cased ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        var text = left.AsText(stackalloc char[FieldValue.MaxFormattedLength]);
        var other = right.AsText(stackalloc char[FieldValue.MaxFormattedLength]);
        return relation switch
        {
            PairRelation.Contains => text.Contains(other, comparison),
            PairRelation.StartsWith => text.StartsWith(other, comparison),
            PairRelation.EndsWith => text.EndsWith(other, comparison),
            _ => text.Equals(other, comparison),
        };
    }
}
