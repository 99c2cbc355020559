// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Correlation;

/// <summary>Sets of sandboxes, each of which may be behind an address; equal ones are one.</summary>
internal sealed class SandboxSets
{
    private readonly HashSet<int[]> _sets = new(SameSandboxes);
    private readonly Dictionary<int, List<int[]>> _bySandbox = [];

    /// <summary>Compares sets by what they hold, in its order.</summary>
    public static IEqualityComparer<int[]> SameSandboxes { get; } = EqualityComparer<int[]>.Create(
        (left, right) => left.AsSpan().SequenceEqual(right),
        set =>
        {
            var hash = default(HashCode);
            foreach (var sandbox in set)
                hash.Add(sandbox);
            return hash.ToHashCode();
        });

    public void Add(int[] set)
    {
        if (!_sets.Add(set))
            return;
        foreach (var sandbox in set)
        {
            if (!_bySandbox.TryGetValue(sandbox, out var sets))
                _bySandbox.Add(sandbox, sets = []);
            sets.Add(set);
        }
    }

    /// <summary>How many sandboxes are in sets that share none with another set.</summary>
    public int CountApartFrom(int[] other)
    {
        var shared = new HashSet<int[]>(SameSandboxes);
        foreach (var sandbox in other)
            shared.UnionWith(_bySandbox.GetValueOrDefault(sandbox, []));
        var onlyShared = shared.SelectMany(s => s).CountBy(s => s).Count(c => c.Value == _bySandbox[c.Key].Count);
        return _bySandbox.Count - onlyShared;
    }
}
