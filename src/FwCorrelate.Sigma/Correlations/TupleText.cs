// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using FwCorrelate.Sigma.Events;

namespace FwCorrelate.Sigma.Correlations;

/// <summary>
/// Several values as one text that no others make: each with its length in front, so that <c>a|b, c</c> and <c>a, b|c</c> differ.
/// Written into one buffer that is used again.
/// </summary>
/// <param name="most">Values that are written at most.</param>
internal sealed class TupleText(int most)
{
    private const char Missing = '\uFFFF';

    /// <summary>Characters of a value that are kept; a longer one ends in the hash of the whole.</summary>
    private const int MaxLength = 256;

    private readonly char[] _buffer = new char[most * (MaxLength + 1)];

    public int Length { get; private set; }

    public ReadOnlySpan<char> Text => _buffer.AsSpan(0, Length);

    /// <summary>Goes back to the first <paramref name="length"/> characters.</summary>
    public void Cut(int length) => Length = length;

    public void AppendMissing() => _buffer[Length++] = Missing;

    public void Append(in FieldValue value) => Append(value.AsText(stackalloc char[FieldValue.MaxFormattedLength]));

    public void Append(ReadOnlySpan<char> value)
    {
        if (value.Length > MaxLength)
            value = Shorten(value);
        _buffer[Length++] = (char)value.Length;
        value.CopyTo(_buffer.AsSpan(Length));
        Length += value.Length;
    }

    /// <summary>The values of a text; null for a missing one.</summary>
    public static string?[] Read(string text, int count)
    {
        var values = new string?[count];
        var at = 0;
        for (var i = 0; i < count; i++)
        {
            int length = text[at++];
            if (length == Missing)
                continue;
            values[i] = text.Substring(at, length);
            at += length;
        }

        return values;
    }

    private static string Shorten(ReadOnlySpan<char> value)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value.ToString())));
        return string.Concat(value[..(MaxLength - hash.Length - 1)], "\u2026", hash);
    }
}
