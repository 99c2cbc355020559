// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace FwCorrelate.Ingestion.Parquet;

/// <summary>
/// Writes rows as lines of JSON, always the same way: members in the order of the columns, null where a value is absent, no blanks, no
/// escapes but those that JSON asks for. What is not UTF-8 is written as it is, so that its reader refuses it.
/// </summary>
internal sealed class JsonRow
{
    /// <summary>Bytes of a row beyond which a table is taken for one of no records.</summary>
    private const int MostBytes = 16 << 20;

    private const long TicksPerDay = TimeSpan.TicksPerDay;
    private static readonly SearchValues<byte> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(b => (byte)b), (byte)'"', (byte)'\\']);

    private byte[] _buffer = new byte[96 * 1024];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Forgets what was written behind a place: half a row is none.</summary>
    public void CutAt(int length) => Length = length;

    public void Raw(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length));
        Length += text.Length;
    }

    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, Room(20), out var length);
        Length += length;
    }

    public void Number(ulong value)
    {
        Utf8Formatter.TryFormat(value, Room(20), out var length);
        Length += length;
    }

    /// <summary>The shortest text that gives the number; a whole one without a point. JSON knows no infinities: they are text.</summary>
    public void Number(double value)
    {
        if (double.IsInteger(value) && Math.Abs(value) < 1e15)
            Number((long)value);
        else if (double.IsFinite(value))
        {
            value.TryFormat(Room(32), out var length, default, CultureInfo.InvariantCulture);
            Length += length;
        }
        else
            Text(double.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8);
    }

    /// <summary>A whole number with digits behind the point.</summary>
    public void Decimal(long value, int scale)
    {
        if (scale == 0)
            Number(value);
        else
            Raw(Encoding.UTF8.GetBytes((value / (decimal)Math.Pow(10, Math.Min(scale, 28))).ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Bytes as text where they are, else as hexadecimal digits.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        if (Utf8.IsValid(value))
        {
            Text(value);
            return;
        }

        Raw("\"0x"u8);
        Convert.TryToHexStringLower(value, Room(2 * value.Length), out var length);
        Length += length;
        Raw("\""u8);
    }

    public void Text(ReadOnlySpan<byte> value)
    {
        Raw("\""u8);
        for (var at = value.IndexOfAny(Escaped); at >= 0; at = value.IndexOfAny(Escaped))
        {
            Raw(value[..at]);
            if (value[at] is (byte)'"' or (byte)'\\')
                Raw([(byte)'\\', value[at]]);
            else
            {
                Raw("\\u00"u8);
                Utf8Formatter.TryFormat(value[at], Room(2), out var length, new StandardFormat('x', 2));
                Length += length;
            }

            value = value[(at + 1)..];
        }

        Raw(value);
        Raw("\""u8);
    }

    /// <summary>A day, counted from 1970-01-01; its number where no calendar has it.</summary>
    public void Date(long days)
    {
        if (days is < -719_162 or > 2_932_896)
            Number(days);
        else
            Formatted(new DateTime(DateTime.UnixEpoch.Ticks + days * TicksPerDay), "yyyy'-'MM'-'dd");
    }

    /// <summary>A time in UTC as ISO 8601; its number where no calendar has it.</summary>
    /// <param name="perSecond">Units of the number in a second.</param>
    public void Timestamp(long value, long perSecond)
    {
        var (seconds, part) = Math.DivRem(value, perSecond);
        if (part < 0)
            (seconds, part) = (seconds - 1, part + perSecond);
        if (seconds is < -62_135_596_800 or > 253_402_300_799)
        {
            Number(value);
            return;
        }

        Raw("\""u8);
        DateTime.UnixEpoch.AddSeconds(seconds).TryFormat(Room(32), out var length, "yyyy'-'MM'-'dd'T'HH':'mm':'ss", CultureInfo.InvariantCulture);
        Length += length;
        if (part > 0)
        {
            Span<byte> digits = stackalloc byte[9];
            Utf8Formatter.TryFormat(part * (1_000_000_000 / perSecond), digits, out _, new StandardFormat('D', 9));
            Raw("."u8);
            Raw(digits.TrimEnd((byte)'0'));
        }

        Raw("Z\""u8);
    }

    private void Formatted(DateTime time, string format)
    {
        Raw("\""u8);
        time.TryFormat(Room(32), out var length, format, CultureInfo.InvariantCulture);
        Length += length;
        Raw("\""u8);
    }

    private Span<byte> Room(int length)
    {
        if (Length + length > _buffer.Length)
        {
            if (Length + (long)length > MostBytes)
                throw new InvalidDataException($"a row is longer than {MostBytes} bytes of text");
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, Length + length));
        }

        return _buffer.AsSpan(Length);
    }
}
