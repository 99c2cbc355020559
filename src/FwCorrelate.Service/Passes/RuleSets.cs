// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Service.Passes;

/// <summary>Sets of rules that match together: few of them, each by many records, which share one list.</summary>
internal sealed class RuleSets
{
    private readonly Dictionary<int[], int[]> _sets = new(new SameRules());

    public int[] Of(ReadOnlySpan<int> rules)
    {
        var lookup = _sets.GetAlternateLookup<ReadOnlySpan<int>>();
        if (!lookup.TryGetValue(rules, out var set))
            _sets.Add(set = rules.ToArray(), set);
        return set;
    }

    private sealed class SameRules : IEqualityComparer<int[]>, IAlternateEqualityComparer<ReadOnlySpan<int>, int[]>
    {
        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] obj) => GetHashCode((ReadOnlySpan<int>)obj);

        public bool Equals(ReadOnlySpan<int> alternate, int[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<int> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(alternate));
            return hash.ToHashCode();
        }

        public int[] Create(ReadOnlySpan<int> alternate) => alternate.ToArray();
    }
}
