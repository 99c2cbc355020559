// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Cli.Output;

/// <summary>What incidents are ordered by: expected ones last, then by level, who did it, time, id.</summary>
internal readonly record struct IncidentKey(bool IsExpected, decimal Severity, int Rank, string Start, string Id) : IComparable<IncidentKey>
{
    public int CompareTo(IncidentKey other)
    {
        var order = IsExpected.CompareTo(other.IsExpected);
        if (order == 0)
            order = other.Severity.CompareTo(Severity);
        if (order == 0)
            order = Rank.CompareTo(other.Rank);
        if (order == 0)
            order = string.CompareOrdinal(Start, other.Start);
        return order != 0 ? order : string.CompareOrdinal(Id, other.Id);
    }
}
