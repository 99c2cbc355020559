// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.AwsVpcFlow;

/// <summary>
/// Where the record stands in the rows of a CSV file whose header names it: <c>timestamp,message</c> as the console of CloudWatch Logs
/// downloads events, <c>@timestamp,@message,…</c> as Logs Insights exports results.
/// </summary>
/// <param name="Header">The header line as it stands in the file.</param>
/// <param name="Index">Of the column with the record.</param>
/// <param name="Count">Columns of a row.</param>
internal sealed record MessageColumn(byte[] Header, int Index, int Count)
{
    private const int LongestHeader = 1024;

    /// <summary>The column that the first line of a text names; null where the line is no such header.</summary>
    public static MessageColumn? Of(ReadOnlySpan<byte> head)
    {
        var line = TextHead.FirstLine(head);
        if (line.Length is 0 or > LongestHeader || line[0] is (byte)'{' or (byte)'[' || !line.Contains((byte)','))
            return null;
        var (index, count) = (-1, 0);
        for (var at = 0; at <= line.Length; count++)
        {
            if (!TryField(line, ref at, out var start, out var length))
                return null;
            if (line.Slice(start, length) is var name && (name.SequenceEqual("message"u8) || name.SequenceEqual("@message"u8)))
                index = count;
        }

        return index < 0 ? null : new MessageColumn(line.ToArray(), index, count);
    }

    /// <summary>Finds the record in a row; false where the row has another number of columns, or an open quote.</summary>
    public bool TryFind(ReadOnlySpan<byte> row, out int start, out int length)
    {
        (start, length) = (0, 0);
        var count = 0;
        for (var at = 0; at <= row.Length; count++)
        {
            if (!TryField(row, ref at, out var from, out var size))
                return false;
            if (count == Index)
                (start, length) = (from, size);
        }

        return count == Count;
    }

    /// <summary>The first record of a text that has such a header; empty without one.</summary>
    public static ReadOnlySpan<byte> FirstMessage(ReadOnlySpan<byte> head)
    {
        if (Of(head) is not { } column)
            return default;
        foreach (var line in TextHead.Lines(head))
        {
            if (!line.SequenceEqual(column.Header) && column.TryFind(line, out var start, out var length) && length > 0)
                return line.Slice(start, length);
        }

        return default;
    }

    /// <summary>Goes over one field and the comma behind it; <paramref name="at"/> ends behind the text after the last one.</summary>
    private static bool TryField(ReadOnlySpan<byte> row, ref int at, out int start, out int length)
    {
        start = at;
        if (at < row.Length && row[at] == (byte)'"')
        {
            // A doubled quote is one within the text: no record has any, but other columns may.
            start++;
            for (at = start; at < row.Length && (row[at] != (byte)'"' || (at + 1 < row.Length && row[at + 1] == (byte)'"')); at++)
            {
                if (row[at] == (byte)'"')
                    at++;
            }

            length = at - start;
            if (at++ >= row.Length || (at < row.Length && row[at] != (byte)','))
                return false;
            at++;
            return true;
        }

        var end = row[at..].IndexOf((byte)',');
        length = end < 0 ? row.Length - at : end;
        at += length + 1;
        return true;
    }
}
