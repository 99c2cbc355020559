// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Formats;

/// <summary>Names of columns as every format compares them: without case, <c>_</c> as <c>-</c>.</summary>
public sealed class ColumnNames : IEqualityComparer<string>
{
    private ColumnNames()
    {
    }

    public static ColumnNames Comparer { get; } = new();

    public bool Equals(string? left, string? right)
    {
        if (left is null || right is null)
            return ReferenceEquals(left, right);
        if (left.Length != right.Length)
            return false;
        for (var i = 0; i < left.Length; i++)
        {
            if (Fold(left[i]) != Fold(right[i]))
                return false;
        }

        return true;
    }

    public int GetHashCode(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var hash = default(HashCode);
        foreach (var c in name)
            hash.Add(Fold(c));
        return hash.ToHashCode();
    }

    private static char Fold(char c) => c == '-' ? '_' : char.ToLowerInvariant(c);
}
