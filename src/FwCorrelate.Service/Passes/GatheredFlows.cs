// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;

namespace FwCorrelate.Service.Passes;

/// <summary>What the second pass found.</summary>
/// <param name="IsWhole">Whether it read every file as the first pass did, to its end.</param>
internal sealed record GatheredFlows(IEnumerable<SightedFlow> Flows, bool IsWhole)
{
    /// <summary>What an interrupted pass found, or one whose files changed meanwhile: the matched records themselves are always among it.</summary>
    public static GatheredFlows Partial(IEnumerable<SightedFlow> found, IEnumerable<MatchedFlow> matched)
    {
        var flows = found.ToList();
        var places = flows.Select(Place).ToHashSet();
        flows.AddRange(matched.Select(m => new SightedFlow(m.Record.Record, m.File.File)).Where(m => !places.Contains(Place(m))));
        return new GatheredFlows(flows, IsWhole: false);
    }

    private static (string File, long Offset, int Index) Place(SightedFlow flow) => (flow.File.Path, flow.Record.Offset, flow.Record.Index);
}
