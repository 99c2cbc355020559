// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Text;

namespace FwCorrelate.Benchmarks.Job;

/// <summary>Writes counts.csv: calls that any flow overlaps.</summary>
internal static class CountWriter
{
    public static void Write(string path, CallTable table, int[] counts)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 256 * 1024);
        file.Write("call_id,n\n"u8);
        Span<byte> number = stackalloc byte[16];
        for (var call = 0; call < counts.Length; call++)
        {
            if (counts[call] == 0)
                continue;
            file.Write(table.IdOf(call));
            file.WriteByte((byte)',');
            Utf8Formatter.TryFormat(counts[call], number, out var length);
            file.Write(number[..length]);
            file.WriteByte((byte)'\n');
        }
    }
}
