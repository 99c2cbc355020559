// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.Mapped;

/// <summary>
/// Lines that follow a template, as servers configure their access logs: text that stands there, and names in braces, such as
/// <c>{client} [{time}] "{method} {url}" {status}</c>. A blank of the template is one or more; a value ends before the text that follows
/// its name.
/// </summary>
internal sealed class TemplateForm : LineForm
{
    private readonly string _template;
    private readonly byte[] _start;
    private readonly (byte[] Name, byte[] Behind)[] _parts;
    private readonly Func<IReadOnlyDictionary<string, string>, bool> _isOne;
    private readonly bool _allowsMore;

    /// <param name="isOne">Whether a line with these values is of the family: a template alone fits too much.</param>
    /// <param name="allowsMore">Whether lines may go on behind the template.</param>
    public TemplateForm(string template, Func<IReadOnlyDictionary<string, string>, bool> isOne, bool allowsMore = false)
    {
        (_template, _isOne, _allowsMore) = (template, isOne, allowsMore);
        var (start, parts) = Parts(template);
        _start = Encoding.UTF8.GetBytes(start);
        _parts = [.. parts.Select(p => (Encoding.UTF8.GetBytes(p.Name), Encoding.UTF8.GetBytes(p.Behind)))];
    }

    /// <summary>A template taken apart: the text before its first name, and each name with the text behind it.</summary>
    public static (string Start, IReadOnlyList<(string Name, string Behind)> Parts) Parts(string template)
    {
        var first = template.IndexOf('{', StringComparison.Ordinal);
        var parts = new List<(string, string)>();
        for (var at = first; at >= 0 && at < template.Length;)
        {
            var close = template.IndexOf('}', at);
            var next = template.IndexOf('{', close);
            parts.Add((template[(at + 1)..close], template[(close + 1)..(next < 0 ? template.Length : next)]));
            at = next;
        }

        return (template[..first], parts);
    }

    public override bool Recognises(ReadOnlySpan<byte> head)
    {
        foreach (var line in TextHead.Lines(head))
        {
            if (line[0] is (byte)'{' or (byte)'[' && _start.Length == 0)
                return false;
            var sink = new Values();
            if (TryCut(line, ref sink) && _isOne(sink.ByName))
                return true;
        }

        return false;
    }

    // The sentence is made only where somebody reads it: while a format is looked for, all that fail would say one.
    public override string? Cut<TSink>(ReadOnlySpan<byte> line, ref TSink sink) => TryCut(line, ref sink) ? null : Refusal(line);

    private bool TryCut<TSink>(ReadOnlySpan<byte> line, ref TSink sink)
        where TSink : ICellSink, allows ref struct
    {
        var rest = line.TrimStart((byte)' ');
        if (!rest.StartsWith(_start))
            return false;
        rest = rest[_start.Length..];
        for (var i = 0; i < _parts.Length; i++)
        {
            var (name, behind) = _parts[i];
            var end = EndOf(rest, behind, isLast: i == _parts.Length - 1);
            if (end < 0)
                return false;
            sink.Take(name, rest[..end]);
            rest = end + behind.Length >= rest.Length ? default : rest[(end + behind.Length)..];
            if (behind is [.., (byte)' '])
                rest = rest.TrimStart((byte)' ');
        }

        return _allowsMore || rest.Trim(" "u8).IsEmpty;
    }

    // A quote within quotes is escaped.
    private int EndOf(ReadOnlySpan<byte> text, ReadOnlySpan<byte> behind, bool isLast)
    {
        if (behind.IsEmpty)
        {
            var blank = _allowsMore ? text.IndexOf((byte)' ') : -1;
            return blank < 0 ? text.Length : blank;
        }

        for (var from = 0; from <= text.Length;)
        {
            var found = text[from..].IndexOf(behind);
            if (found < 0)
                return isLast && text.EndsWith(behind.TrimEnd((byte)' ')) ? text.Length - behind.TrimEnd((byte)' ').Length : -1;
            if (behind[0] != (byte)'"' || from + found == 0 || text[from + found - 1] != (byte)'\\')
                return from + found;
            from += found + 1;
        }

        return -1;
    }

    private string Refusal(ReadOnlySpan<byte> line) => $"the line '{Excerpt.Of(line)}' does not follow '{Excerpt.Of(_template)}'";

    private readonly struct Values() : ICellSink
    {
        public Dictionary<string, string> ByName { get; } = [];

        public void Take(scoped ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
            ByName[Encoding.UTF8.GetString(name)] = Encoding.UTF8.GetString(value);
    }
}
