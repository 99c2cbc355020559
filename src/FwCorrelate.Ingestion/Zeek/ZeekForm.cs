// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Ingestion.Mapped;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.Zeek;

/// <summary>Zeek's own text: cells below a line <c>#fields</c> that names them, separated by what stands behind that word (Zeek, "Log Files", ASCII writer).</summary>
internal sealed class ZeekForm : LineForm
{
    private static readonly byte[] Fields = "#fields"u8.ToArray();
    private const string NoHeader = "no line '#fields' names the columns above it";
    private const string Conflict = "the line '#fields' above it names other columns than an earlier one of as many: cut the file in two";
    private string? _header;
    private readonly Dictionary<int, (string Header, byte[][] Names)> _byCount = [];
    private string? _problem = NoHeader;
    private byte _separator = (byte)'\t';

    public override ReadOnlySpan<byte> HeaderMark => Fields;

    public override bool IsHeader(ReadOnlySpan<byte> line) => line is [(byte)'#', ..];

    public override bool Recognises(ReadOnlySpan<byte> head)
    {
        foreach (var line in TextHead.Lines(head))
        {
            if (line.StartsWith(Fields) && line.IndexOf("id.orig_h"u8) > 0 && line.IndexOf("id.resp_h"u8) > 0)
                return true;
        }

        return false;
    }

    public override void Enter(string? header)
    {
        if (header == _header)
            return;

        // Other lines of the preamble are passed on too, since all of them begin with the mark of a comment.
        if (header is not null && !header.StartsWith("#fields", StringComparison.Ordinal))
            return;
        _header = header;
        _problem = header is null ? NoHeader : null;
        if (header is null)
            return;
        _separator = header.Length > Fields.Length ? (byte)header[Fields.Length] : _separator;
        var names = header.Split((char)_separator)[1..];
        if (!_byCount.TryAdd(names.Length, (header, [.. names.Select(Encoding.UTF8.GetBytes)])) && _byCount[names.Length].Header != header)
            _problem = Conflict;
    }

    public override string? Cut<TSink>(ReadOnlySpan<byte> line, ref TSink sink)
    {
        var cells = line.Count(_separator) + 1;
        if (!_byCount.TryGetValue(cells, out var columns))
            return _problem ?? $"the line has {cells} columns, which no line '#fields' has: '{Excerpt.Of(line)}'";
        var rest = line;
        foreach (var name in columns.Names)
        {
            var end = rest.IndexOf(_separator);
            sink.Take(name, end < 0 ? rest : rest[..end]);
            rest = end < 0 ? default : rest[(end + 1)..];
        }

        return _problem;
    }
}
