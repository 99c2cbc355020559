// SPDX-License-Identifier: Apache-2.0
using System.Runtime.CompilerServices;

namespace FwCorrelate.Sigma.Correlations;

/// <summary>
/// The events of all windows of one correlation, in arrays that are used again. An event is its index; lists of them run through
/// <see cref="WindowEvent.Next"/>.
/// </summary>
/// <param name="hasNumbers">Whether events carry what is summed or ranked.</param>
/// <param name="hasInner">Whether events are matches of inner correlations.</param>
internal sealed class WindowEvents(bool hasNumbers, bool hasInner)
{
    private const int None = -1;
    private const int FirstLength = 16;

    private WindowEvent[] _events = new WindowEvent[FirstLength];
    private Int128[] _numbers = hasNumbers ? new Int128[FirstLength] : [];
    private Run?[] _inner = hasInner ? new Run?[FirstLength] : [];
    private int _used;
    private int _free = None;

    public long Bytes => (_events.Length * (long)Unsafe.SizeOf<WindowEvent>()) + (_numbers.Length * 16L) + (_inner.Length * 8L);

    /// <summary>Valid until the next <see cref="Add"/>.</summary>
    public ref WindowEvent this[int index] => ref _events[index];

    /// <summary>An event that no other follows yet.</summary>
    public int Add(in Hit hit, Run? inner)
    {
        var index = Take();
        _events[index] = new WindowEvent
        {
            Time = hit.Time,
            Id = hit.Id,
            Next = None,
            Value = hit.Value,
            Carried = hit.Carried,
            Member = hit.Member
        };
        if (hasNumbers)
            _numbers[index] = hit.Number;
        if (hasInner)
            _inner[index] = inner;
        return index;
    }

    /// <summary>Its place is used again: whoever needs what follows it has read that before.</summary>
    public void Free(int index)
    {
        if (hasInner)
            _inner[index] = null;
        _events[index].Next = _free;
        _free = index;
    }

    /// <summary>0 where events carry none.</summary>
    public Int128 NumberOf(int index) => hasNumbers ? _numbers[index] : default;

    public RunEvent RunEventOf(int index) =>
        new(_events[index].Time, _events[index].Id, _events[index].Member, hasInner ? _inner[index] : null);

    private int Take()
    {
        if (_free != None)
        {
            var index = _free;
            _free = _events[index].Next;
            return index;
        }

        if (_used == _events.Length)
        {
            Array.Resize(ref _events, _used * 2);
            if (hasNumbers)
                Array.Resize(ref _numbers, _used * 2);
            if (hasInner)
                Array.Resize(ref _inner, _used * 2);
        }

        return _used++;
    }
}
