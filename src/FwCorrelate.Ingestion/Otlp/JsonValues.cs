// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.JsonLines;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>One JSON value of a file, with where it stands.</summary>
/// <param name="Raw">The record of the file that holds it, or that it begins in: what its hash is made of.</param>
internal readonly record struct JsonValue(ReadOnlyMemory<byte> Bytes, ReadOnlyMemory<byte> Raw, long Line, long Offset);

/// <summary>
/// Cuts a file into JSON values: one per line, or values printed over several lines one after the other; of a container's log, those that
/// the container printed.
/// </summary>
internal static class JsonValues
{
    /// <summary>Longest line, and longest file of values over several lines, in bytes: export requests hold many spans.</summary>
    public const int LongestValue = 64 * 1024 * 1024;

    private const int LinesLookedAt = 64;

    public static void Read(OpenedInput input, Tally tally, Action<JsonValue> take)
    {
        var reader = new LineBlockReader(input, maxLine: LongestValue);
        bool? isPerLine = null;
        var printed = new PrintedValues(tally, take);
        while (reader.Read() is { } block)
        {
            using (block)
            {
                isPerLine ??= IsPerLine(block.Bytes.Span);
                if (isPerLine == false)
                {
                    ReadWhole(block, reader, tally, take);
                    return;
                }

                ReadLines(block, tally, printed);
            }
        }

        printed.Finish();
    }

    // A lone bracket starts a printed document, and so does a value that goes on over the end of its line. Else one whole value on any of
    // the first lines decides: a broken first line must not cost the file.
    private static bool IsPerLine(ReadOnlySpan<byte> text)
    {
        if (GoesOnOverLines(text))
            return false;
        var looked = 0;
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range].Trim(" \t\r"u8);
            if (line.IsEmpty)
                continue;
            if (looked == 0 && line.Length == 1)
                return false;
            if ((line.Length > 2 && line[0] is (byte)'{' or (byte)'[' && IsJson(line)) || ContainerLines.IsRuntimeLine(line))
                return true;
            if (++looked == LinesLookedAt)
                break;
        }

        return false;
    }

    // An object of a printed document may stand whole on a line of its own. A line that was cut off ends within a text or before a value
    // that the next line does not go on with.
    private static bool GoesOnOverLines(ReadOnlySpan<byte> text)
    {
        var value = text.TrimStart(" \t\r\n"u8);
        var reader = new Utf8JsonReader(
            value, isFinalBlock: false, new JsonReaderState(LenientJson.ReaderOptions with { AllowMultipleValues = true }));
        var isWhole = false;
        try
        {
            while (!isWhole && reader.Read())
                isWhole = reader.CurrentDepth == 0 && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray);
        }
        catch (JsonException)
        {
            // What was read until then tells.
        }

        var lines = value[..(int)reader.BytesConsumed].Count((byte)'\n');
        return isWhole ? lines > 0 : lines >= LinesLookedAt;
    }

    private static bool IsJson(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line, LenientJson.ReaderOptions);
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void ReadLines(LineBlock block, Tally tally, PrintedValues printed)
    {
        var line = block.FirstLine;
        var text = block.Bytes;
        for (int start = 0, next; start < text.Length; start = next, line++)
        {
            var length = text.Span[start..].IndexOf((byte)'\n');
            next = length < 0 ? text.Length : start + length + 1;
            var value = text[start..(length < 0 ? text.Length : start + length)];
            if (value.Span is [.., (byte)'\r'])
                value = value[..^1];
            if (value.Span.Trim(" \t"u8).IsEmpty)
                tally.Ignored++;
            else
                printed.Take(new JsonValue(value, value, line, block.FirstOffset + start));
        }

        RejectSkipped(block, tally);
    }

    private static void ReadWhole(LineBlock first, LineBlockReader reader, Tally tally, Action<JsonValue> take)
    {
        using var whole = new MemoryStream();
        whole.Write(first.Bytes.Span);
        RejectSkipped(first, tally);
        while (reader.Read() is { } block)
        {
            using (block)
            {
                RejectSkipped(block, tally);
                if (whole.Length + block.Bytes.Length > LongestValue)
                {
                    tally.RejectLine(block.FirstLine, block.FirstOffset,
                        $"JSON over several lines may have {LongestValue} bytes, this file has more: write one object per line");
                    while (reader.Read() is { } rest)
                        rest.Dispose();
                    break;
                }

                whole.Write(block.Bytes.Span);
            }
        }

        ReadSequence(whole.GetBuffer().AsMemory(0, (int)whole.Length), first.FirstLine, first.FirstOffset, tally, take);
    }

    private static void RejectSkipped(LineBlock block, Tally tally)
    {
        if (block.Skipped is { } skipped)
            tally.RejectLine(skipped.Line, skipped.Offset, skipped.Reason);
    }

    // Values follow each other; after a broken one the next that starts a line is tried.
    private static void ReadSequence(ReadOnlyMemory<byte> text, long line, long offset, Tally tally, Action<JsonValue> take)
    {
        var at = 0;
        while (true)
        {
            var blank = text.Span[at..].IndexOfAnyExcept(" \t\r\n,"u8);
            if (blank < 0)
                return;
            line += text.Span.Slice(at, blank).Count((byte)'\n');
            at += blank;
            var length = ValueLength(text.Span[at..]);
            if (length == 0)
            {
                var next = text.Span[(at + 1)..].IndexOf("\n{"u8);
                length = next < 0 ? text.Length - at : next + 1;
            }

            // A broken value is handed on too: parsing it says what is wrong.
            take(new JsonValue(text.Slice(at, length), text.Slice(at, length), line, offset + at));
            line += text.Span.Slice(at, length).Count((byte)'\n');
            at += length;
        }
    }

    // 0 where the text does not start with a whole value.
    private static int ValueLength(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text, LenientJson.ReaderOptions with { AllowMultipleValues = true });
            return reader.Read() && reader.TrySkip() ? (int)reader.BytesConsumed : 0;
        }
        catch (JsonException)
        {
            return 0;
        }
    }
}
