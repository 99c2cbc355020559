// SPDX-License-Identifier: Apache-2.0
using System.Buffers;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>
/// Hands on what stands on each line; of lines of a container's log, the JSON that the container printed, on one line of its own or over
/// several. Other words that it printed are ignored.
/// </summary>
internal sealed class PrintedValues(Tally tally, Action<JsonValue> take)
{
    private readonly Dictionary<string, Pending> _pending = [];

    public void Take(JsonValue line)
    {
        if (ContainerLines.Read(line.Bytes) is not { } printed)
        {
            take(line);
            return;
        }

        if (!_pending.TryGetValue(printed.Stream, out var pending))
            _pending.Add(printed.Stream, pending = new Pending());
        if (pending.IsEmpty && !Begins(printed.Text.Span))
        {
            tally.Ignored++;
            return;
        }

        pending.Add(printed, line);
        if (pending.Text.Length > JsonValues.LongestValue)
            Reject(pending, $"has more than {JsonValues.LongestValue} bytes");
        else if (pending.IsWhole)
        {
            take(new JsonValue(pending.Text, pending.First.Raw, pending.First.Line, pending.First.Offset));
            pending.Clear();
        }
    }

    /// <summary>Rejects what was begun and never ended.</summary>
    public void Finish()
    {
        foreach (var pending in _pending.Values.Where(p => !p.IsEmpty))
            Reject(pending, "is cut off");
    }

    private void Reject(Pending pending, string reason)
    {
        tally.RejectLine(pending.First.Line, pending.First.Offset, $"what the container printed begins as JSON and {reason}");
        pending.Clear();
    }

    private static bool Begins(ReadOnlySpan<byte> text) => text.TrimStart(" \t"u8) is [(byte)'{' or (byte)'[', ..];

    /// <summary>
    /// A value of which some lines were printed. Texts of JSON hold no line ends, so that each line can be counted by itself.
    /// </summary>
    private sealed class Pending
    {
        private ArrayBufferWriter<byte> _text = new();
        private long _depth;
        private bool _isInText;
        private bool _isEscaped;
        private bool _isLineWhole;

        public bool IsEmpty => _text.WrittenCount == 0;

        public bool IsWhole => _depth <= 0 && _isLineWhole;

        public ReadOnlyMemory<byte> Text => _text.WrittenMemory;

        public JsonValue First { get; private set; }

        public void Add(PrintedText printed, JsonValue line)
        {
            if (IsEmpty)
                First = line with { Raw = line.Raw.ToArray() };
            _text.Write(printed.Text.Span);
            Count(printed.Text.Span);
            _isLineWhole = printed.IsEnd;
            if (printed.IsEnd)
                _text.Write("\n"u8);
        }

        public void Clear()
        {
            _text = new ArrayBufferWriter<byte>();
            (_depth, _isInText, _isEscaped, _isLineWhole) = (0, false, false, false);
        }

        private void Count(ReadOnlySpan<byte> text)
        {
            foreach (var b in text)
            {
                if (_isInText)
                {
                    _isInText = _isEscaped || b != (byte)'"';
                    _isEscaped = !_isEscaped && b == (byte)'\\';
                }
                else if (b == (byte)'"')
                    _isInText = true;
                else if (b is (byte)'{' or (byte)'[')
                    _depth++;
                else if (b is (byte)'}' or (byte)']')
                    _depth--;
            }
        }
    }
}
