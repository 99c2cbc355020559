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
    private IReadOnlyList<Dictionary<RecordPlace, ConnectionContext>> _told = [];

    private GatheredFlows(
        IReadOnlyList<IReadOnlyCollection<SightedFlow>> kept, IReadOnlyList<LaidAsideFlows> laidAside, IReadOnlyList<SpillFile> spills,
        bool isWhole)
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
    public static GatheredFlows Gather(
        LogPass pass, Detection detection, Func<SpillFile, GatheringVisitor> visitor, int threads, CancellationToken cancellation)
    {
        var spills = SpillFile.ForWorkers(threads);
        try
        {
            var visitors = spills.ConvertAll(s => visitor(s));
            var isWhole = detection.IsReadAgain(pass.Run(visitors)) && !cancellation.IsCancellationRequested;
            var kept = visitors.ConvertAll(v => (IReadOnlyCollection<SightedFlow>)v.Kept);
            return new GatheredFlows(
                isWhole ? kept : WithMatched(kept, detection.Matched), visitors.ConvertAll(v => v.LaidAside), spills, isWhole)
            {
                _told = visitors.ConvertAll(v => v.Told),
            };
        }
        catch
        {
            spills.ForEach(s => s.Dispose());
            throw;
        }
    }

    /// <summary>What the vendor's own fields tell of a connection's first record, where that was asked for; else unknown.</summary>
    public ConnectionContext ToldOf(StitchedConnection connection)
    {
        if (_told.All(t => t.Count == 0))
            return ConnectionContext.Unknown;
        var place = RecordPlace.Of(connection.RecordAt(0), connection.FileAt(0));
        return _told.Select(t => t.GetValueOrDefault(place)).FirstOrDefault(c => c is not null) ?? ConnectionContext.Unknown;
    }

    /// <summary>
    /// The connections of the records that were laid aside. Two parts are worked on at a time: one is put together while another is gone
    /// through.
    /// </summary>
    public IEnumerable<StitchedConnection> StitchLaidAside(ConnectionStitcher stitcher)
    {
        if (_laidAside.Count == 0)
            yield break;
        var next = Task.Run(() => StitchPart(0, stitcher));
        for (var i = 1; i <= LaidAsideFlows.Parts; i++)
        {
            var connections = next.GetAwaiter().GetResult();
            var part = i;
            next = part < LaidAsideFlows.Parts ? Task.Run(() => StitchPart(part, stitcher)) : next;
            foreach (var connection in connections)
                yield return connection;
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

    /// <summary>
    /// Where the pass was interrupted, or files changed meanwhile: the matched records themselves are always there, as they were read
    /// first.
    /// </summary>
    private static IReadOnlyList<IReadOnlyCollection<SightedFlow>> WithMatched(
        IEnumerable<IReadOnlyCollection<SightedFlow>> found, MatchedFlows matched)
    {
        var flows = matched.Select(m => new SightedFlow(m.Record, m.File.File)).ToList();
        var places = flows.Select(f => RecordPlace.Of(f.Record, f.File)).ToHashSet();
        return [flows, [.. found.SelectMany(f => f).Where(f => !places.Contains(RecordPlace.Of(f.Record, f.File)))]];
    }

    // All records of a connection are in one part.
    private StitchedConnections StitchPart(int part, ConnectionStitcher stitcher)
    {
        var flows = new List<SightedFlow>();
        foreach (var worker in _laidAside)
            worker.Read(part, flows);
        return stitcher.Stitch(flows);
    }
}
