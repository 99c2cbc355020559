// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Otlp;

namespace FwCorrelate.Ingestion.Gpu;

/// <summary>Takes a line without its terminator.</summary>
internal delegate void TakeLine(ReadOnlySpan<byte> raw, long line, long offset);

/// <summary>The lines of a file, one by one.</summary>
internal static class GpuLines
{
    public static void Read(OpenedInput input, Tally tally, TakeLine take)
    {
        var reader = new LineBlockReader(input);
        while (reader.Read() is { } block)
        {
            using (block)
            {
                var line = block.FirstLine;
                for (int start = 0, next; start < block.Bytes.Length; start = next, line++)
                {
                    var length = block.Bytes.Span[start..].IndexOf((byte)'\n');
                    next = length < 0 ? block.Bytes.Length : start + length + 1;
                    take(block.Bytes.Span[start..(length < 0 ? next : start + length)]
                        .TrimEnd((byte)'\r'), line, block.FirstOffset + start);
                }

                if (block.Skipped is { } skipped)
                    tally.Reject(skipped.Line, skipped.Offset, skipped.Reason);
            }
        }
    }
}
