// SPDX-License-Identifier: Apache-2.0
using System.Collections;
using FwCorrelate.Correlation;

namespace FwCorrelate.Service.Passes;

/// <summary>What the second pass found.</summary>
internal sealed class GatheredFlows : IReadOnlyCollection<SightedFlow>
{
    private readonly IReadOnlyList<IReadOnlyCollection<SightedFlow>> _parts;

    private GatheredFlows(IReadOnlyList<IReadOnlyCollection<SightedFlow>> parts, bool isWhole) => (_parts, IsWhole) = (parts, isWhole);

    public static GatheredFlows None { get; } = new([], isWhole: true);

    /// <summary>Whether the pass read every file as the first one did, to its end.</summary>
    public bool IsWhole { get; }

    public int Count => _parts.Sum(p => p.Count);

    /// <summary>What a pass found that read the same as the first.</summary>
    /// <param name="found">By worker.</param>
    public static GatheredFlows Whole(IReadOnlyList<ChunkedList<SightedFlow>> found) => new(found, isWhole: true);

    /// <summary>What an interrupted pass found, or one whose files changed meanwhile: the matched records themselves are always among it, as they were read first.</summary>
    public static GatheredFlows Partial(IReadOnlyList<ChunkedList<SightedFlow>> found, MatchedFlows matched)
    {
        var flows = matched.Select(m => new SightedFlow(m.Record, m.File.File)).ToList();
        var places = flows.Select(Place).ToHashSet();
        return new GatheredFlows([flows, [.. found.SelectMany(f => f).Where(f => !places.Contains(Place(f)))]], isWhole: false);
    }

    public IEnumerator<SightedFlow> GetEnumerator() => _parts.SelectMany(p => p).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static (string File, long Offset, int Index) Place(SightedFlow flow) => (flow.File.Path, flow.Record.Offset, flow.Record.Index);
}
