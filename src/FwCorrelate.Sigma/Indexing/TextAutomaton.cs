// SPDX-License-Identifier: Apache-2.0
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FwCorrelate.Sigma.Indexing;

/// <summary>Told of every place where a text of a <see cref="TextAutomaton"/> ends.</summary>
internal interface ITextVisitor
{
    /// <param name="text">Number of the text.</param>
    /// <param name="end">Where it ends in what was searched.</param>
    void Found(int text, int end);
}

/// <summary>
/// Finds all of many ASCII texts in one pass, without case (Aho and Corasick, 1975). Searches UTF-8 and UTF-16 alike, since a
/// unit outside ASCII is in none of the texts.
/// </summary>
/// <remarks>
/// States are numbered breadth first, so the children of a state are neighbours, and a state is no more than where its
/// children begin, the class of the unit that leads to it, where to go on when no child fits, and the text that ends here:
/// 13 bytes. The shallow states, in which a search spends its time, also have a row of finished transitions.
/// </remarks>
internal sealed class TextAutomaton
{
    /// <summary>Transitions that are kept finished: 256 KiB, which second-level caches hold.</summary>
    private const int MaxFinished = 1 << 16;

    private const int None = -1;

    /// <summary>Bit of a transition into a state where a text ends, so that the others need not be looked at.</summary>
    private const int Ends = int.MinValue;

    private readonly byte[] _classOf = new byte[128];
    private readonly byte[] _label;
    private readonly int[] _firstChild;
    private readonly int[] _fallback;
    private readonly int[] _ending;
    private readonly int[] _nextEnding;
    private readonly int[] _finished;
    private readonly int _finishedStates;
    private readonly int _classes;

    /// <param name="texts">Distinct, lower case, ASCII, none empty, in ordinal order.</param>
    public TextAutomaton(IReadOnlyList<string> texts)
    {
        foreach (var text in texts)
        {
            foreach (var c in text)
                _classOf[c] = 1;
        }

        _classes = 1;
        for (var c = 0; c < _classOf.Length; c++)
            _classOf[c] = _classOf[c] == 0 ? (byte)0 : (byte)_classes++;
        for (var c = 'a'; c <= 'z'; c++)
            _classOf[char.ToUpperInvariant(c)] = _classOf[c];
        var (labels, children, ends) = Grow(texts);
        (_label, _firstChild) = (labels, children);
        _nextEnding = new int[texts.Count];
        (_fallback, _ending) = Link(ends);
        _finishedStates = Math.Min(_label.Length, MaxFinished / _classes);
        _finished = Finish();
    }

    public void Search<TUnit, TVisitor>(ReadOnlySpan<TUnit> text, ref TVisitor visitor)
        where TUnit : unmanaged, IBinaryInteger<TUnit>
        where TVisitor : struct, ITextVisitor
    {
        var state = 0;
        for (var i = 0; i < text.Length; i++)
        {
            state = Next(state, ClassOf(uint.CreateTruncating(text[i])));
            if (state >= 0)
                continue;
            state ^= Ends;
            for (var found = _ending[state]; found != None; found = _nextEnding[found])
                visitor.Found(found, i + 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ClassOf(uint unit) => unit < (uint)_classOf.Length ? _classOf[unit] : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Next(int state, int unitClass) =>
        state < _finishedStates ? _finished[(state * _classes) + unitClass] : NextOfDeep(state, unitClass);

    private int NextOfDeep(int state, int unitClass)
    {
        while (state >= _finishedStates)
        {
            var child = Child(state, unitClass);
            if (child != None)
                return Marked(child);
            state = _fallback[state];
        }

        return _finished[(state * _classes) + unitClass];
    }

    private int Marked(int state) => _ending[state] == None ? state : state | Ends;

    private int Child(int state, int unitClass)
    {
        for (var child = _firstChild[state]; child < _firstChild[state + 1]; child++)
        {
            if (_label[child] == unitClass)
                return child;
        }

        return None;
    }

    /// <summary>The tree of all texts: a state is a range of them that begin alike.</summary>
    private (byte[] Labels, int[] FirstChild, int[] Ends) Grow(IReadOnlyList<string> texts)
    {
        var ranges = new List<(int From, int To, int Depth)> { (0, texts.Count, 0) };
        var labels = new List<byte> { 0 };
        var (firstChild, ends) = (new List<int>(), new List<int>());
        for (var state = 0; state < ranges.Count; state++)
        {
            var (from, to, depth) = ranges[state];
            firstChild.Add(ranges.Count);
            var ending = from < to && texts[from].Length == depth;
            ends.Add(ending ? from++ : None);
            while (from < to)
            {
                var (start, unit) = (from, texts[from][depth]);
                while (from < to && texts[from][depth] == unit)
                    from++;
                ranges.Add((start, from, depth + 1));
                labels.Add(_classOf[unit]);
            }
        }

        firstChild.Add(ranges.Count);
        return ([.. labels], [.. firstChild], [.. ends]);
    }

    /// <summary>For each state the longest other state that ends like it, and the longest text that ends there.</summary>
    private (int[] Fallback, int[] Ending) Link(int[] ends)
    {
        var (fallback, ending) = (new int[_label.Length], new int[_label.Length]);
        ending[0] = None;
        for (var state = 0; state < _label.Length; state++)
        {
            for (var child = _firstChild[state]; child < _firstChild[state + 1]; child++)
            {
                fallback[child] = state == 0 ? 0 : FallbackOf(fallback[state], _label[child], fallback);
                ending[child] = ending[fallback[child]];
                if (ends[child] == None)
                    continue;
                _nextEnding[ends[child]] = ending[child];
                ending[child] = ends[child];
            }
        }

        return (fallback, ending);
    }

    private int FallbackOf(int state, int unitClass, int[] fallback)
    {
        for (; ; state = fallback[state])
        {
            var child = Child(state, unitClass);
            if (child != None || state == 0)
                return Math.Max(child, 0);
        }
    }

    private int[] Finish()
    {
        var finished = new int[_finishedStates * _classes];
        for (var state = 0; state < _finishedStates; state++)
        {
            var row = finished.AsSpan(state * _classes, _classes);
            if (state > 0)
                finished.AsSpan(_fallback[state] * _classes, _classes).CopyTo(row);
            for (var child = _firstChild[state]; child < _firstChild[state + 1]; child++)
                row[_label[child]] = Marked(child);
        }

        return finished;
    }
}
