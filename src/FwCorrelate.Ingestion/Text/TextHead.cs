// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Text;

/// <summary>The start of a file's text.</summary>
internal static class TextHead
{
    /// <summary>Lines that are looked at to recognise a file: the first one may be cut off by log rotation.</summary>
    private const int LinesLookedAt = 16;

    /// <summary>The first line that is not blank, without its terminator.</summary>
    public static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> head)
    {
        var lines = Lines(head);
        return lines.MoveNext() ? lines.Current : default;
    }

    /// <summary>The first lines that are not blank, without their terminators.</summary>
    public static LineEnumerator Lines(ReadOnlySpan<byte> head) => new(WithoutByteOrderMark(head));

    public static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> head) => head.StartsWith("\uFEFF"u8) ? head[3..] : head;

    /// <summary>From the first byte on that is no blank.</summary>
    public static ReadOnlySpan<byte> FirstText(ReadOnlySpan<byte> head) => WithoutByteOrderMark(head).TrimStart(" \t\r\n"u8);

    /// <summary>Walks over lines.</summary>
    public ref struct LineEnumerator(ReadOnlySpan<byte> text)
    {
        private ReadOnlySpan<byte> _text = text;
        private int _looked;

        public ReadOnlySpan<byte> Current { get; private set; }

        public readonly LineEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            _text = _text.TrimStart("\r\n \t"u8);
            if (_text.IsEmpty || _looked++ == LinesLookedAt)
                return false;
            var end = _text.IndexOf((byte)'\n');
            Current = (end < 0 ? _text : _text[..end]).TrimEnd((byte)'\r');
            _text = end < 0 ? default : _text[(end + 1)..];
            return true;
        }
    }
}
