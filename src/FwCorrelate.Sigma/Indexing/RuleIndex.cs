// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Matchers;

namespace FwCorrelate.Sigma.Indexing;

/// <summary>
/// The rules worth trying on an event of any kind: each rule waits for one of its <see cref="Witnesses"/>, and a field of the
/// event is asked once for all rules: a hash of its whole value, one search for all texts, one walk through all networks.
/// </summary>
/// <remarks>Sound because witnesses are necessary: it may only be too weak. Immutable.</remarks>
internal sealed class RuleIndex
{
    private readonly int[] _always;
    private readonly int _count;
    private readonly int _wants;
    private readonly Dictionary<Place, FieldIndex> _byPlace = [];
    private readonly FieldIndex[] _fields;

    /// <param name="rules">What must hold for each rule.</param>
    public RuleIndex(IReadOnlyList<Predicate> rules)
    {
        var witnesses = Witnesses.Of(rules);
        _count = rules.Count;
        _always = [.. Enumerable.Range(0, rules.Count).Where(r => witnesses[r] is null)];
        var keys = Enumerable.Range(0, rules.Count).SelectMany(r => (witnesses[r] ?? []).Select(k => (Key: k, Rule: r))).ToList();
        var places = keys.Where(k => k.Key.Field is not null).GroupBy(k => Place.Of(k.Key.Field!)).ToList();
        var numbers = places.Select((p, i) => (p.Key, i)).ToDictionary(p => p.Key, p => p.i);
        var texts = keys.Where(k => k.Key is TextKey)
            .Select(k => (k.Key.Field is null ? TextIndex.AnyField : numbers[Place.Of(k.Key.Field)], (TextKey)k.Key, k.Rule)).ToList();
        var patterns = texts.Count == 0 ? null : new TextIndex(texts);
        _wants = patterns?.Wants ?? 0;
        SearchesEveryValue = texts.Exists(t => t.Item1 == TextIndex.AnyField);
        foreach (var place in places)
        {
            var searched = SearchesEveryValue || place.Any(k => k.Key is TextKey);
            _byPlace[place.Key] = new FieldIndex(place.First().Key.Field, numbers[place.Key], [.. place], searched ? patterns : null);
        }

        _fields = [.. _byPlace.Values];
        EveryValue = new FieldIndex(null, TextIndex.AnyField, [], SearchesEveryValue ? patterns : null);
    }

    /// <summary>
    /// Whether a rule waits for a text in any value of the event, so that all must be shown: its own to a field's index, the others to
    /// <see cref="EveryValue"/>.
    /// </summary>
    public bool SearchesEveryValue { get; }

    /// <summary>For the values of fields that no rule waits for.</summary>
    public FieldIndex EveryValue { get; }

    /// <summary>Null where no rule waits for anything in the field.</summary>
    public FieldIndex? Of(Field field) => _byPlace.GetValueOrDefault(Place.Of(field));

    /// <summary>What searches of this index are collected in; for one thread.</summary>
    public CandidateSet CreateSet() => new(_count, _wants);

    /// <summary>Adds the rules that wait for nothing.</summary>
    public void Begin(CandidateSet candidates) => candidates.Add(_always);

    /// <summary>Adds all rules worth trying on an event.</summary>
    public void Find<TEvent>(in TEvent e, CandidateSet candidates)
        where TEvent : struct, IEvent
    {
        Begin(candidates);
        foreach (var field in _fields)
            field.Find(e.Read(field.Field!), candidates);
        if (SearchesEveryValue)
            e.AnyValue(new Showing(EveryValue, candidates));
    }

    /// <summary>Names that mean one field of the event are one place.</summary>
    private readonly record struct Place(int Code, string Name)
    {
        public static Place Of(Field field) => field.Code == 0 ? new Place(0, field.Name) : new Place(field.Code, "");
    }

    /// <summary>Passes no value, and so sees them all.</summary>
    private sealed class Showing(FieldIndex index, CandidateSet candidates) : ValueTest
    {
        protected override bool Test(in FieldValue value)
        {
            index.Find(in value, candidates);
            return false;
        }
    }
}
