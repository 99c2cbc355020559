// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Network;

namespace FwCorrelate.Sigma.Events;

/// <summary>What an event has under a name.</summary>
public enum FieldValueKind : byte
{
    /// <summary>The event has no such field.</summary>
    Missing,

    /// <summary>Present, without a value.</summary>
    Null,
    Integer,
    Real,
    Text,
    Address,
    Boolean,

    /// <summary>Several values: a test holds when it holds for one of them.</summary>
    List,
}

/// <summary>The value of one field of one event. A plain value: numbers, addresses and words known beforehand cost no allocation.</summary>
public readonly struct FieldValue
{
    /// <summary>Characters that any value but text and lists fits into.</summary>
    public const int MaxFormattedLength = 64;

    private readonly object? _reference;
    private readonly HostAddress _address;
    private readonly long _number;

    private FieldValue(FieldValueKind kind, long number = 0, object? reference = null, HostAddress address = default) =>
        (Kind, _number, _reference, _address) = (kind, number, reference, address);

    public static FieldValue Missing => default;

    public static FieldValue Null { get; } = new(FieldValueKind.Null);

    public FieldValueKind Kind { get; }

    public bool IsPresent => Kind > FieldValueKind.Null;

    public long Integer => _number;

    public double Real => BitConverter.Int64BitsToDouble(_number);

    public bool Boolean => _number != 0;

    public HostAddress Address => _address;

    public string Text => (string)_reference!;

    public IReadOnlyList<FieldValue> List => (IReadOnlyList<FieldValue>)_reference!;

    public static FieldValue Of(long number) => new(FieldValueKind.Integer, number);

    public static FieldValue Of(double number) => new(FieldValueKind.Real, BitConverter.DoubleToInt64Bits(number));

    public static FieldValue Of(bool value) => new(FieldValueKind.Boolean, value ? 1 : 0);

    /// <summary><see cref="Missing"/> for null.</summary>
    public static FieldValue Of(string? text) => text is null ? Missing : new(FieldValueKind.Text, reference: text);

    /// <summary><see cref="Missing"/> for no address.</summary>
    public static FieldValue Of(HostAddress address) => address.IsNone ? Missing : new(FieldValueKind.Address, address: address);

    /// <summary>A count, which sources that do not count give as -1.</summary>
    public static FieldValue OfCount(long count) => count < 0 ? Missing : Of(count);

    public static FieldValue Of(IReadOnlyList<FieldValue> values) => values.Count switch
    {
        0 => Missing,
        1 => values[0],
        _ => new(FieldValueKind.List, reference: values),
    };

    /// <summary>A list as such, even an empty one, which is present and equals nothing.</summary>
    public static FieldValue OfArray(IReadOnlyList<FieldValue> values) => new(FieldValueKind.List, reference: values);

    /// <summary>
    /// The value as rules compare it: the text itself, or written into <paramref name="buffer"/> (of <see cref="MaxFormattedLength"/>).
    /// </summary>
    public ReadOnlySpan<char> AsText(Span<char> buffer)
    {
        int length;
        switch (Kind)
        {
            case FieldValueKind.Text:
                return Text;
            case FieldValueKind.Integer:
                _number.TryFormat(buffer, out length, provider: CultureInfo.InvariantCulture);
                return buffer[..length];
            case FieldValueKind.Real:
                Real.TryFormat(buffer, out length, "R", CultureInfo.InvariantCulture);
                return buffer[..length];
            case FieldValueKind.Address:
                return _address.TryFormat(buffer, out length) ? buffer[..length] : default;
            case FieldValueKind.Boolean:
                return Boolean ? "true" : "false";
            default:
                return default;
        }
    }

    public override string ToString() => Kind == FieldValueKind.List
        ? $"[{string.Join(", ", List)}]"
        : AsText(stackalloc char[MaxFormattedLength]).ToString();
}
