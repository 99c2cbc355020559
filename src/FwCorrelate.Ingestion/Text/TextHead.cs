// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Text;

/// <summary>The start of a file's text.</summary>
internal static class TextHead
{
    /// <summary>The first line that is not blank, without its terminator.</summary>
    public static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> head)
    {
        head = WithoutByteOrderMark(head).TrimStart("\r\n \t"u8);
        var end = head.IndexOf((byte)'\n');
        return (end < 0 ? head : head[..end]).TrimEnd((byte)'\r');
    }

    public static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> head) => head.StartsWith("\uFEFF"u8) ? head[3..] : head;
}
