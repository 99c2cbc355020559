// SPDX-License-Identifier: Apache-2.0
using System.Numerics;
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Events;
using NodaTime.HighPerformance;

namespace FwCorrelate.Sigma.Correlations;

/// <summary>
/// Runs all correlations over a stream of matched events, by the events' own time. Events may come in any order within the allowed
/// lateness: what is decided is the same as if they were sorted. Not for several threads at once.
/// </summary>
/// <remarks>
/// An event waits until the watermark (the newest time less the allowed lateness, or what <see cref="Advance"/> says) has passed it;
/// then all events of one time are taken together, inner correlations before outer ones.
/// </remarks>
public sealed class Correlator
{
    /// <summary>Nanoseconds: times are kept this far from the ends of what 64 bits hold, so that no window reaches beyond.</summary>
    private const long Margin = 1L << 59;

    private readonly CorrelationPlan _plan;
    private readonly CorrelationOptions _options;
    private readonly WindowTable[] _tables;
    private readonly HitCollector _collector;
    private readonly HitQueue _queue = new();
    private readonly ulong[] _dirty;
    private readonly List<Run> _ended = [];
    private readonly long _lateness;
    private long _newest = long.MinValue;
    private long _watermark = long.MinValue;
    private long _deadline = long.MaxValue;
    private long _late;

    internal Correlator(CorrelationPlan plan, CorrelationOptions options)
    {
        (_plan, _options) = (plan, options);
        _lateness = options.AllowedLateness.ToInt64Nanoseconds();
        _tables = [.. plan.All.Select(c => new WindowTable(c, options, this))];
        _collector = new HitCollector(plan, _tables, _queue);
        _dirty = new ulong[(_tables.Length + 63) / 64];
    }

    public CorrelationState State => new(
        _tables.Sum(t => (long)t.GroupCount), _tables.Sum(t => t.EventCount), _queue.Count, _tables.Sum(t => t.EvictedGroups),
        _tables.Sum(t => t.Evicted),
        _late, _collector.Ungrouped, _queue.Bytes + _tables.Sum(t => t.Bytes + t.OpenRuns().Sum(r => r.Bytes)));

    /// <summary>Matches whose windows still hold, as far as they go.</summary>
    public IReadOnlyList<CorrelationMatch> Open => MatchBuilder.Build(_tables.SelectMany(t => t.OpenRuns()));

    /// <summary>Texts that are kept: none where no group is.</summary>
    internal int InternedTexts => _tables.Sum(t => t.Keys.Count + t.Values.Count + t.Carried.Count);

    /// <summary>When the input ended; the largest number before that.</summary>
    internal long EndOfInput { get; private set; } = long.MaxValue;

    /// <summary>
    /// Takes an event that matched rules. One that comes after what its time decides is counted as late, and nothing else.
    /// </summary>
    /// <param name="id">The caller's number for the event.</param>
    /// <param name="rules">Indexes of the detections that it matched; others than those that correlations name are passed over.</param>
    public void Add<TEvent>(long id, Instant64 time, in TEvent e, ReadOnlySpan<int> rules)
        where TEvent : struct, IEvent
    {
        if (!IsWanted(rules))
            return;
        var at = Math.Clamp(time.ToUnixTimeNanoseconds(), long.MinValue + Margin, long.MaxValue - Margin);
        if (at < _watermark)
        {
            _late++;
            return;
        }

        _collector.Collect(id, at, in e, rules);
        if (at > _newest)
        {
            _newest = at;
            AdvanceTo(at - Math.Min(_lateness, Margin));
        }

        if (_queue.Count > _options.MaxPending)
            AdvanceTo(_queue.FirstTime + 1);
    }

    /// <summary>Says that no event before a time is to come: what that decides is decided.</summary>
    public void Advance(Instant64 watermark) => AdvanceTo(Math.Min(watermark.ToUnixTimeNanoseconds(), long.MaxValue - Margin));

    /// <summary>Says that no event is to come at all: windows that wait for their end are judged as they are.</summary>
    public void Complete()
    {
        EndOfInput = Math.Max(_newest, _watermark);
        AdvanceTo(long.MaxValue);
    }

    /// <summary>Matches that ended since the last call, by first event, rule and group.</summary>
    public IReadOnlyList<CorrelationMatch> TakeMatches()
    {
        var matches = MatchBuilder.Build(_ended);
        _ended.Clear();
        return matches;
    }

    internal void NoteDeadline(long time) => _deadline = Math.Min(_deadline, time);

    internal void Report(Run run) => _ended.Add(run);

    /// <summary>Tells outer correlations of a window that held: temporal ones of each, those that count of the first of a match.</summary>
    internal void Emit(Run run, int key, long time, bool isNew)
    {
        foreach (var (outer, member) in run.Table.Correlation.Outer)
        {
            if (!isNew && !outer.IsTemporal)
                continue;
            _collector.EnterInner(_tables[outer.Index], member, run, key, time, isNew);
            MarkDirty(outer.Index);
        }
    }

    private bool IsWanted(ReadOnlySpan<int> rules)
    {
        foreach (var rule in rules)
        {
            if (_plan.Uses(rule))
                return true;
        }

        return false;
    }

    private void MarkDirty(int table)
    {
        if (_tables[table].IsDirty)
            _dirty[table >> 6] |= 1UL << table;
    }

    private void AdvanceTo(long watermark)
    {
        if (watermark <= _watermark)
            return;
        _watermark = watermark;
        for (var time = _queue.FirstTime; time < watermark; time = _queue.FirstTime)
        {
            ExpireBefore(time);
            Run(time);
        }

        ExpireBefore(watermark);
    }

    /// <summary>Ends windows whose time is over, those of one time together.</summary>
    private void ExpireBefore(long time)
    {
        while (_deadline < time)
        {
            _deadline = FirstDeadline();
            if (_deadline < time)
                Run(_deadline);
        }
    }

    private long FirstDeadline()
    {
        var first = long.MaxValue;
        foreach (var table in _tables)
            first = Math.Min(first, table.Deadline);
        return first;
    }

    /// <summary>All that happens at one time: windows end, events come, windows are judged.</summary>
    private void Run(long time)
    {
        if (_deadline <= time)
        {
            foreach (var table in _tables)
                table.ExpireUntil(time);
            _deadline = FirstDeadline();
        }

        while (_queue.FirstTime == time)
        {
            var hit = _queue.Take();
            var table = _tables[hit.Correlation];
            table.Enter(in hit, null);
            table.Keys.Release(hit.Key);
            MarkDirty(hit.Correlation);
        }

        for (var word = 0; word < _dirty.Length; word++)
        {
            // Judging an inner correlation may mark outer ones, which come later.
            for (; _dirty[word] != 0;)
            {
                var bit = BitOperations.TrailingZeroCount(_dirty[word]);
                _dirty[word] &= _dirty[word] - 1;
                _tables[(word << 6) + bit].Judge(time);
            }
        }
    }
}
