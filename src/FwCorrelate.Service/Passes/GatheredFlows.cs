// SPDX-License-Identifier: Apache-2.0
using System.Collections;
using FwCorrelate.Correlation;

namespace FwCorrelate.Service.Passes;

/// <summary>What the second pass found: records that may stand beside a matched one, and others that were laid aside.</summary>
internal sealed class GatheredFlows : IReadOnlyCollection<SightedFlow>, IDisposable
{
    private readonly IReadOnlyList<SpillFile> _spills;
    private readonly IReadOnlyList<LaidAsideFlows> _laidAside;
    private IReadOnlyList<IReadOnlyCollection<SightedFlow>> _kept;

    private GatheredFlows(
        IReadOnlyList<IReadOnlyCollection<SightedFlow>> kept, IReadOnlyList<LaidAsideFlows> laidAside, IReadOnlyList<SpillFile> spills, bool isWhole)
    {
        _kept = kept;
        _laidAside = laidAside;
        _spills = spills;
        IsWhole = isWhole;
    }

    public static GatheredFlows None { get; } = new([], [], [], isWhole: true);

    /// <summary>Whether the pass read every file as the first one did, to its end.</summary>
    public bool IsWhole { get; }

    public int Count => _kept.Sum(p => p.Count);

    /// <summary>Reads the logs again.</summary>
    public static GatheredFlows Gather(LogPass pass, Detection detection, Func<SpillFile, GatheringVisitor> visitor, int threads, CancellationToken cancellation)
    {
        var spills = SpillFile.ForWorkers(threads);
        try
        {
            var visitors = spills.ConvertAll(s => visitor(s));
            var isWhole = detection.IsReadAgain(pass.Run(visitors)) && !cancellation.IsCancellationRequested;
            var kept = visitors.ConvertAll(v => (IReadOnlyCollection<SightedFlow>)v.Kept);
            return new GatheredFlows(isWhole ? kept : WithMatched(kept, detection.Matched), visitors.ConvertAll(v => v.LaidAside), spills, isWhole);
        }
        catch
        {
            spills.ForEach(s => s.Dispose());
            throw;
        }
    }

    /// <summary>The records that were laid aside, in parts: all records of a connection are in one.</summary>
    public IEnumerable<IReadOnlyCollection<SightedFlow>> LaidAside()
    {
        var part = new List<SightedFlow>();
        for (var i = 0; i < LaidAsideFlows.Parts; i++)
        {
            part.Clear();
            foreach (var flows in _laidAside)
                flows.Read(i, part);
            yield return part;
        }
    }

    /// <summary>Gives up the records that were kept, once connections are made of them.</summary>
    public void ForgetKept() => _kept = [];

    public void Dispose()
    {
        foreach (var spill in _spills)
            spill.Dispose();
    }

    public IEnumerator<SightedFlow> GetEnumerator() => _kept.SelectMany(p => p).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Where the pass was interrupted, or files changed meanwhile: the matched records themselves are always there, as they were read first.</summary>
    private static IReadOnlyList<IReadOnlyCollection<SightedFlow>> WithMatched(IEnumerable<IReadOnlyCollection<SightedFlow>> found, MatchedFlows matched)
    {
        var flows = matched.Select(m => new SightedFlow(m.Record, m.File.File)).ToList();
        var places = flows.Select(Place).ToHashSet();
        return [flows, [.. found.SelectMany(f => f).Where(f => !places.Contains(Place(f)))]];
    }

    private static (string File, long Offset, int Index) Place(SightedFlow flow) => (flow.File.Path, flow.Record.Offset, flow.Record.Index);
}
