// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Text;
using System.Collections.Frozen;
using System.Text;
using FwCorrelate.Network;
using FwCorrelate.Sigma.Events;

namespace FwCorrelate.Sigma.Indexing;

/// <summary>Which rules a value of one field makes worth trying. Immutable.</summary>
internal sealed class FieldIndex
{
    private readonly int _number;
    private readonly FrozenDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _texts;
    private readonly FrozenDictionary<long, int[]> _integers;
    private readonly FrozenDictionary<double, int[]> _reals;
    private readonly FrozenDictionary<HostAddress, int[]> _addresses;
    private readonly NetworkIndex? _networks;
    private readonly TextIndex? _patterns;
    private readonly int[] _ifPresent;
    private readonly int[] _ifThere;
    private readonly bool _hasTexts;
    private readonly int _longestText;

    /// <param name="field">Null for the index that every value is shown to.</param>
    /// <param name="number">The field's number in <paramref name="patterns"/>.</param>
    /// <param name="patterns">Null where no rule looks for a text in this field.</param>
    public FieldIndex(Field? field, int number, IReadOnlyCollection<(WitnessKey Key, int Rule)> keys, TextIndex? patterns)
    {
        (Field, _number, _patterns) = (field, number, patterns);
        var values = keys.Select(k => (Key: k.Key as ValueKey, k.Rule)).Where(k => k.Key is not null).Select(k => (Key: k.Key!, k.Rule))
            .ToList();
        var texts = Postings(values.Select(v => (v.Key.Text, v.Rule)), StringComparer.OrdinalIgnoreCase);
        _texts = texts.GetAlternateLookup<ReadOnlySpan<char>>();
        _hasTexts = texts.Count > 0;
        _longestText = texts.Keys.Select(t => t.Length).DefaultIfEmpty().Max();
        _integers = Postings(values.Where(v => v.Key.Integer is not null).Select(v => (v.Key.Integer!.Value, v.Rule)));
        _reals = Postings(values.Where(v => v.Key.Real is not null).Select(v => (v.Key.Real!.Value, v.Rule)));
        _addresses = Postings(values.Where(v => v.Key.Address is not null).Select(v => (v.Key.Address!.Value, v.Rule)));
        var networks = keys.Where(k => k.Key is NetworkKey).Select(k => (((NetworkKey)k.Key).Network, k.Rule)).ToList();
        _networks = networks.Count > 0 ? new NetworkIndex(networks) : null;
        _ifPresent = [.. keys.Where(k => k.Key is PresenceKey { EvenNull: false }).Select(k => k.Rule).Distinct().Order()];
        _ifThere = [.. keys.Where(k => k.Key is PresenceKey { EvenNull: true }).Select(k => k.Rule).Distinct().Order()];
    }

    /// <summary>Null for the index that every value is shown to.</summary>
    public Field? Field { get; }

    /// <summary>Adds the rules that the value, or one of its members, makes worth trying.</summary>
    public void Find(in FieldValue value, CandidateSet candidates)
    {
        if (value.Kind == FieldValueKind.Missing)
            return;
        FindThere(isNull: value.Kind == FieldValueKind.Null, candidates);
        Span<char> buffer = stackalloc char[FieldValue.MaxFormattedLength];
        switch (value.Kind)
        {
            case FieldValueKind.Text:
                FindText(value.Text, candidates);
                break;
            case FieldValueKind.Integer:
                FindInteger(value.Integer, candidates);
                FindPattern(value, buffer, candidates);
                break;
            case FieldValueKind.Real:
                FindReal(value.Real, candidates);
                break;
            case FieldValueKind.Boolean:
                FindText(value.AsText(buffer), candidates);
                break;
            case FieldValueKind.Address:
                FindAddress(value, buffer, candidates);
                break;
            case FieldValueKind.List:
                foreach (var member in value.List)
                    Find(in member, candidates);
                break;
        }
    }

    /// <summary>A value of whatever kind is there.</summary>
    public void FindThere(bool isNull, CandidateSet candidates)
    {
        candidates.Add(_ifThere);
        if (!isNull)
            candidates.Add(_ifPresent);
    }

    /// <summary>A JSON string, its escapes read.</summary>
    public void FindText(ReadOnlySpan<byte> utf8, CandidateSet candidates)
    {
        // A UTF-16 unit takes one to three bytes of UTF-8.
        if (_hasTexts && utf8.Length <= 3 * _longestText)
            FindWhole(utf8, candidates);
        _patterns?.Find(_number, utf8, candidates);
        if (_networks is not null && HostAddress.TryParse(utf8, out var address))
            _networks.Find(address, candidates);
    }

    /// <summary>A JSON number as it is written.</summary>
    public void FindNumber(ReadOnlySpan<byte> written, CandidateSet candidates)
    {
        if (Utf8Parser.TryParse(written, out long integer, out var read) && read == written.Length)
        {
            FindInteger(integer, candidates);
            if (integer == 0)
                _patterns?.Find(_number, "0"u8, candidates);
            else
                _patterns?.Find(_number, written, candidates);
        }
        else if (JsonNumber.IsInteger(written))
        {
            FindText(written, candidates);
        }
        else if (Utf8Parser.TryParse(written, out double real, out _))
        {
            FindReal(real, candidates);
        }
    }

    private static FrozenDictionary<T, int[]> Postings<T>(IEnumerable<(T Key, int Rule)> keys, IEqualityComparer<T>? comparer = null)
        where T : notnull => keys.GroupBy(k => k.Key, k => k.Rule, comparer)
            .ToFrozenDictionary(g => g.Key, g => g.Distinct().Order().ToArray(), comparer);

    private void FindText(ReadOnlySpan<char> text, CandidateSet candidates)
    {
        if (_hasTexts && _texts.TryGetValue(text, out var rules))
            candidates.Add(rules);
        _patterns?.Find(_number, text, candidates);
        if (_networks is not null && HostAddress.TryParse(text, out var address))
            _networks.Find(address, candidates);
    }

    private void FindWhole(ReadOnlySpan<byte> utf8, CandidateSet candidates)
    {
        Span<char> text = utf8.Length <= 256 ? stackalloc char[256] : new char[utf8.Length];
        var length = Encoding.UTF8.GetChars(utf8, text);
        if (_texts.TryGetValue(text[..length], out var rules))
            candidates.Add(rules);
    }

    private void FindInteger(long integer, CandidateSet candidates)
    {
        if (_integers.TryGetValue(integer, out var rules))
            candidates.Add(rules);
    }

    private void FindReal(double real, CandidateSet candidates)
    {
        if (_reals.TryGetValue(real, out var rules))
            candidates.Add(rules);
        FindPattern(FieldValue.Of(real), stackalloc char[FieldValue.MaxFormattedLength], candidates);
    }

    private void FindAddress(in FieldValue value, Span<char> buffer, CandidateSet candidates)
    {
        if (_addresses.TryGetValue(value.Address, out var rules))
            candidates.Add(rules);
        _networks?.Find(value.Address, candidates);
        FindPattern(value, buffer, candidates);
    }

    private void FindPattern(in FieldValue value, Span<char> buffer, CandidateSet candidates)
    {
        if (_patterns is not null)
            _patterns.Find(_number, value.AsText(buffer), candidates);
    }
}
