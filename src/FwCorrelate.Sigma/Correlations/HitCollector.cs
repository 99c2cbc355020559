// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Correlations;

/// <summary>
/// Reads from an event what correlations need of it: its groups, the counted values, the measured number. An event whose field has
/// several values is in the group of each, since each may be the one.
/// </summary>
internal sealed class HitCollector
{
    private const int None = -1;

    private readonly CorrelationPlan _plan;
    private readonly WindowTable[] _tables;
    private readonly HitQueue _queue;
    private readonly TupleText _key = new(GroupLimits.MaxFields);
    private readonly TupleText _value = new(GroupLimits.MaxFields);
    private readonly TupleText _carried;
    private readonly List<int> _keys = [];
    private readonly List<int> _values = [];
    private readonly List<(int Correlation, int Key)> _taken = [];

    public HitCollector(CorrelationPlan plan, WindowTable[] tables, HitQueue queue)
    {
        (_plan, _tables, _queue) = (plan, tables, queue);
        _carried = new TupleText(plan.All.Select(c => c.Carried.Count).DefaultIfEmpty().Max());
    }

    /// <summary>Times that an event lacked what a correlation groups by or counts.</summary>
    public long Ungrouped { get; private set; }

    public void Collect<TEvent>(long id, long time, in TEvent e, ReadOnlySpan<int> rules)
        where TEvent : struct, IEvent
    {
        _taken.Clear();
        foreach (var rule in rules)
        {
            foreach (var (correlation, member) in _plan.Subscriptions[rule])
            {
                // A session that its log reports several times is one event; what each report adds is summed all the same.
                if (e.IsContinuation && _tables[correlation].Correlation.Rule.Type == CorrelationType.EventCount)
                    continue;
                var before = _queue.Count;
                var hit = new Hit { Id = id, Time = time, Correlation = correlation, Member = member, Value = None, Carried = None };
                Collect(ref hit, in e);
                if (_queue.Count == before)
                    Ungrouped++;
            }
        }
    }

    /// <summary>Enters an inner match, once for each combination of values that its events carry where the outer one needs those.</summary>
    public void EnterInner(WindowTable outer, int member, Run run, int innerKey, long time, bool isNew)
    {
        var sources = outer.Correlation.Members[member];
        var hit = new Hit { Time = time, Member = member, Value = None, Carried = None };
        if (!sources.Group.Concat(sources.Values).Concat(sources.Carried).Any(s => s.Carried >= 0))
        {
            EnterInner(outer, sources, run, [], hit);
            return;
        }

        var inner = run.Table;
        foreach (var carried in inner.CarriedBy(innerKey, onlyFresh: !isNew))
            EnterInner(outer, sources, run, TupleText.Read(inner.Carried[carried], inner.Correlation.Carried.Count), hit);
    }

    private void EnterInner(WindowTable outer, CorrelationMember sources, Run run, string?[] carried, Hit hit)
    {
        string? Of(ValueSource source) => source.Group >= 0 ? run.Values[source.Group] : carried[source.Carried];

        _key.Cut(0);
        if (!Append(_key, sources.Group.Select(Of), outer.Correlation.GroupsMissing))
            return;
        if (outer.Correlation.IsMetric && (Of(sources.Values[0]) is not { } text || !SigmaNumber.TryParse(text, out hit.Number)))
            return;
        if (outer.Correlation.CountsValues)
        {
            _value.Cut(0);
            if (!Append(_value, sources.Values.Select(Of), keepMissing: false))
                return;
            hit.Value = outer.Values.Acquire(_value.Text);
        }

        if (sources.Carried.Length > 0)
        {
            _carried.Cut(0);
            Append(_carried, sources.Carried.Select(Of), keepMissing: true);
            hit.Carried = outer.Carried.Acquire(_carried.Text);
        }

        hit.Key = outer.Keys.Acquire(_key.Text);
        outer.Enter(in hit, run);
        outer.Keys.Release(hit.Key);
    }

    private static bool Append(TupleText tuple, IEnumerable<string?> values, bool keepMissing)
    {
        foreach (var value in values)
        {
            if (value is not null)
                tuple.Append(value);
            else if (keepMissing)
                tuple.AppendMissing();
            else
                return false;
        }

        return true;
    }

    private void Collect<TEvent>(ref Hit hit, in TEvent e)
        where TEvent : struct, IEvent
    {
        var table = _tables[hit.Correlation];
        var (correlation, member) = (table.Correlation, table.Correlation.Members[hit.Member]);

        if (correlation.IsMetric && !SigmaNumber.TryRead(e.Read(member.Values[0].Field!), out hit.Number))
            return;
        _keys.Clear();
        _key.Cut(0);
        Combine(_key, table.Keys, _keys, member.Group, 0, in e, correlation.GroupsMissing, areAlternatives: true);
        if (_keys.Count == 0)
            return;
        _values.Clear();
        if (correlation.CountsValues)
        {
            _value.Cut(0);
            Combine(_value, table.Values, _values, member.Values, 0, in e, keepMissing: false, areAlternatives: false);
        }
        else
        {
            _values.Add(None);
        }

        hit.Carried = Carried(table, member, in e);
        foreach (var key in _keys)
        {
            hit.Key = key;
            Enqueue(ref hit, table);
        }

        Release(table, hit.Carried);
    }

    /// <summary>Takes the references of the key and the values over to the queue.</summary>
    private void Enqueue(ref Hit hit, WindowTable table)
    {
        // An event that matches several rules of one correlation is still one event to count; temporal ones ask which rules it matched.
        if (!table.Correlation.IsTemporal && table.Correlation.Members.Length > 1)
        {
            if (_taken.Contains((hit.Correlation, hit.Key)))
            {
                table.Keys.Release(hit.Key);
                return;
            }

            _taken.Add((hit.Correlation, hit.Key));
        }

        foreach (var value in _values)
        {
            table.Keys.Acquire(hit.Key);
            if (value != None)
                table.Values.Acquire(value);
            if (hit.Carried != None)
                table.Carried.Acquire(hit.Carried);
            hit.Value = value;
            _queue.Add(in hit);
        }

        table.Keys.Release(hit.Key);
    }

    private void Release(WindowTable table, int carried)
    {
        if (carried != None)
            table.Carried.Release(carried);
        foreach (var value in _values)
        {
            if (value != None)
                table.Values.Release(value);
        }
    }

    private int Carried<TEvent>(WindowTable table, CorrelationMember member, in TEvent e)
        where TEvent : struct, IEvent
    {
        if (member.Carried.Length == 0)
            return None;
        _carried.Cut(0);
        foreach (var source in member.Carried)
        {
            var value = e.Read(source.Field!);
            if (value.IsPresent && value.Kind != FieldValueKind.List)
                _carried.Append(in value);
            else
                _carried.AppendMissing();
        }

        return table.Carried.Acquire(_carried.Text);
    }

    /// <summary>Appends the values of all fields from <paramref name="index"/> on, and interns each combination.</summary>
    /// <param name="areAlternatives">
    /// Whether several values of a field each may be the one, so that each makes a combination. Values that are counted are not
    /// guessed: where an attribution leaves several open, none is counted.
    /// </param>
    private static void Combine<TEvent>(
        TupleText tuple, InternTable interned, List<int> ids, ValueSource[] sources, int index, in TEvent e, bool keepMissing,
        bool areAlternatives)
        where TEvent : struct, IEvent
    {
        if (index == sources.Length)
        {
            ids.Add(interned.Acquire(tuple.Text));
            return;
        }

        var field = sources[index].Field!;
        var value = e.Read(field);
        var length = tuple.Length;
        if (value.Kind == FieldValueKind.List && (areAlternatives || field.Scope != FieldScope.Agent))
        {
            foreach (var one in value.List)
            {
                if (!one.IsPresent || one.Kind == FieldValueKind.List || ids.Count == GroupLimits.MaxGroupsPerEvent)
                    continue;
                tuple.Append(in one);
                Combine(tuple, interned, ids, sources, index + 1, in e, keepMissing, areAlternatives);
                tuple.Cut(length);
            }
        }
        else if (value.IsPresent && value.Kind != FieldValueKind.List)
        {
            tuple.Append(in value);
            Combine(tuple, interned, ids, sources, index + 1, in e, keepMissing, areAlternatives);
            tuple.Cut(length);
        }
        else if (keepMissing)
        {
            tuple.AppendMissing();
            Combine(tuple, interned, ids, sources, index + 1, in e, keepMissing, areAlternatives);
            tuple.Cut(length);
        }
    }
}
