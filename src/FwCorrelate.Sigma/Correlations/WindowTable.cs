// SPDX-License-Identifier: Apache-2.0
using System.Runtime.CompilerServices;

namespace FwCorrelate.Sigma.Correlations;

/// <summary>
/// The windows of one correlation, one for each group with events. Groups and events lie in arrays that are used again, so that an
/// update allocates nothing. It is fed in order of time.
/// </summary>
internal sealed class WindowTable
{
    private const int None = -1;

    private readonly CorrelationOptions _options;
    private readonly Correlator _owner;
    private readonly Measure _measure;
    private readonly List<int> _dirty = [];
    private readonly WindowEvents _events;
    private Group[] _groups = [];

    /// <summary>Groups by the time at which they expire: what is first is oldest.</summary>
    private int _first = None;
    private int _last = None;

    public WindowTable(CompiledCorrelation correlation, CorrelationOptions options, Correlator owner)
    {
        (Correlation, _options, _owner) = (correlation, options, owner);
        _measure = Measure.Of(correlation);
        _events = new WindowEvents(correlation.IsMetric, correlation.HasInner);
    }

    public CompiledCorrelation Correlation { get; }

    /// <summary>Keys of groups that have events, here or waiting.</summary>
    public InternTable Keys { get; } = new();

    /// <summary>Counted values.</summary>
    public InternTable Values { get; } = new();

    /// <summary>Values that are carried for outer correlations.</summary>
    public InternTable Carried { get; } = new();

    public int GroupCount { get; private set; }

    public long EventCount { get; private set; }

    public long EvictedGroups { get; private set; }

    public long Evicted { get; private set; }

    /// <summary>Whether groups changed since they were judged.</summary>
    public bool IsDirty => _dirty.Count > 0;

    /// <summary>When the first group expires; the largest number where there is none.</summary>
    public long Deadline => _first == None ? long.MaxValue : DeadlineOf(_groups[_first]);

    public long Bytes =>
        (_groups.Length * (long)Unsafe.SizeOf<Group>()) + _events.Bytes + _measure.Bytes + Keys.Bytes + Values.Bytes + Carried.Bytes;

    /// <summary>
    /// Adds an event to its group. Takes over the caller's references to the value and to what is carried; the key's stays the caller's.
    /// </summary>
    public void Enter(in Hit hit, Run? inner)
    {
        if (hit.Key >= _groups.Length)
            Grow();
        ref var group = ref _groups[hit.Key];
        if (group.IsLive && DeadlineOf(group) <= hit.Time)
            Expire(hit.Key);
        if (!group.IsLive)
            Open(hit.Key, hit.Time);
        else if (!Correlation.Closes)
            Touch(hit.Key, hit.Time);
        if (group.Count == _options.MaxEventsPerGroup)
            EvictOldest(hit.Key);
        Append(ref group, in hit, inner);
        if (Correlation.Closes || group.IsDirty)
            return;
        group.IsDirty = true;
        group.Fresh = group.Tail;
        _dirty.Add(hit.Key);
    }

    /// <summary>Judges the windows that changed, which end at this time.</summary>
    public void Judge(long time)
    {
        for (var i = 0; i < _dirty.Count; i++)
        {
            var key = _dirty[i];
            ref var group = ref _groups[key];
            if (!group.IsDirty)
                continue;
            group.IsDirty = false;
            if (_measure.Holds(key, group.Count, time - Correlation.Span))
                Fire(ref group, key, time);
            else if (group.Run is { } run)
                End(ref group, run);
        }

        _dirty.Clear();
    }

    /// <summary>Ends the groups whose time is over.</summary>
    public void ExpireUntil(long time)
    {
        while (_first != None && DeadlineOf(_groups[_first]) <= time)
            Expire(_first);
    }

    /// <summary>Events of a group's window, by time, up to a time.</summary>
    public IEnumerable<RunEvent> EventsOf(int key, long until)
    {
        for (var i = _groups[key].Head; i != None && _events[i].Time <= until; i = _events[i].Next)
            yield return _events.RunEventOf(i);
    }

    /// <summary>What the events of a group carry, each once.</summary>
    /// <param name="onlyFresh">Only those that came at the time that is judged.</param>
    public IEnumerable<int> CarriedBy(int key, bool onlyFresh)
    {
        var seen = new HashSet<int>();
        for (var i = onlyFresh ? _groups[key].Fresh : _groups[key].Head; i != None; i = _events[i].Next)
        {
            if (_events[i].Carried != None && seen.Add(_events[i].Carried))
                yield return _events[i].Carried;
        }
    }

    public IEnumerable<Run> OpenRuns()
    {
        for (var key = _first; key != None; key = _groups[key].Next)
        {
            if (_groups[key].Run is { } run)
                yield return run;
        }
    }

    private long DeadlineOf(in Group group) => group.Touched + Correlation.Span;

    private void Grow()
    {
        Array.Resize(ref _groups, Keys.Capacity);
        _measure.Grow(Keys.Capacity);
    }

    private void Open(int key, long time)
    {
        if (GroupCount == _options.MaxGroups)
            EvictGroup();
        Keys.Acquire(key);
        _groups[key] = new Group { IsLive = true, Touched = time, Head = None, Tail = None, Fresh = None, Next = None, Previous = _last };
        if (_last == None)
            _first = key;
        else
            _groups[_last].Next = key;
        _last = key;
        GroupCount++;
        _owner.NoteDeadline(time + Correlation.Span);
    }

    private void Touch(int key, long time)
    {
        ref var group = ref _groups[key];
        while (group.Head != None && _events[group.Head].Time <= time - Correlation.Span)
            Leave(ref group, key);
        group.Touched = time;
        if (_last == key)
            return;
        Unlink(in group);
        (group.Previous, group.Next) = (_last, None);
        _groups[_last].Next = key;
        _last = key;
    }

    private void Append(ref Group group, in Hit hit, Run? inner)
    {
        var index = _events.Add(in hit, inner);
        if (group.Tail == None)
            group.Head = index;
        else
            _events[group.Tail].Next = index;
        group.Tail = index;
        group.Count++;
        EventCount++;
        _measure.Enter(hit.Key, in _events[index], hit.Number);
    }

    /// <summary>The oldest event leaves the window; an open run keeps it.</summary>
    private void Leave(ref Group group, int key)
    {
        if (group.Run is { } run && _events[group.Head].Time <= run.Last)
            Evicted += run.Keep(_events.RunEventOf(group.Head), _options.MaxEventsPerGroup);
        Remove(ref group, key);
    }

    private void EvictOldest(int key)
    {
        ref var group = ref _groups[key];
        Evicted++;
        group.Run?.CountEvicted();
        Remove(ref group, key);
    }

    private void Remove(ref Group group, int key)
    {
        var index = group.Head;
        ref var e = ref _events[index];
        _measure.Leave(key, in e, _events.NumberOf(index));
        if (e.Value != None)
            Values.Release(e.Value);
        if (e.Carried != None)
            Carried.Release(e.Carried);
        if (group.Fresh == index)
            group.Fresh = e.Next;
        group.Head = e.Next;
        if (group.Head == None)
            group.Tail = None;
        _events.Free(index);
        group.Count--;
        EventCount--;
    }

    private void Fire(ref Group group, int key, long time)
    {
        var isNew = group.Run is null;
        group.Run ??= new Run(this, key, TupleText.Read(Keys[key], Correlation.Rule.GroupBy.Count), time);
        group.Run.Extend(time);
        _owner.Emit(group.Run, key, time, isNew);
    }

    private void End(ref Group group, Run run)
    {
        run.End();
        group.Run = null;
        _owner.Report(run);
    }

    private void Expire(int key)
    {
        ref var group = ref _groups[key];
        if (Correlation.Closes)
        {
            var time = DeadlineOf(group);
            if (_measure.Holds(key, group.Count, group.Touched - 1))
            {
                group.Run = new Run(this, key, TupleText.Read(Keys[key], Correlation.Rule.GroupBy.Count),
                    time)
                { IsCut = time > _owner.EndOfInput };
                _owner.Emit(group.Run, key, time, isNew: true);
            }
        }

        if (group.Run is { } run)
            End(ref group, run);
        Free(key);
    }

    /// <summary>
    /// The group that was quiet for the longest gives way. What it had found is reported; what it was waiting for is lost, and counted.
    /// </summary>
    private void EvictGroup()
    {
        var key = _first;
        ref var group = ref _groups[key];
        EvictedGroups++;
        Evicted += group.Count;
        if (group.Run is { } run)
            End(ref group, run);
        Free(key);
    }

    private void Free(int key)
    {
        ref var group = ref _groups[key];
        while (group.Head != None)
            Remove(ref group, key);
        _measure.Clear(key);
        Unlink(in group);
        group = default;
        GroupCount--;
        Keys.Release(key);
    }

    private void Unlink(in Group group)
    {
        if (group.Previous == None)
            _first = group.Next;
        else
            _groups[group.Previous].Next = group.Next;
        if (group.Next == None)
            _last = group.Previous;
        else
            _groups[group.Next].Previous = group.Previous;
    }

    private struct Group
    {
        /// <summary>Time of the newest event; of the first where the window waits for its end.</summary>
        public long Touched;

        /// <summary>The match that its windows are part of, while they hold.</summary>
        public Run? Run;
        public int Head;
        public int Tail;
        public int Count;

        /// <summary>The first event of the time that is to be judged.</summary>
        public int Fresh;
        public int Previous;
        public int Next;
        public bool IsLive;
        public bool IsDirty;
    }
}
