// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.Mapped;

/// <summary>
/// Cells without quotes below a line that names them. Several such lines of different numbers of columns may stand in one file.
/// </summary>
/// <param name="mark">Bytes that every line of names contains.</param>
/// <param name="required">Names that it has.</param>
/// <param name="separator">Between cells, unless the line of names shows another behind <paramref name="mark"/>.</param>
internal class HeadedForm(byte[] mark, string[] required, byte separator) : LineForm
{
    private const string NoHeader = "no line names the columns above it";
    private const string Conflict = "the line of names above it has other columns than an earlier one of as many: cut the file in two";
    private readonly Dictionary<int, (string Header, byte[][] Names)> _byCount = [];
    private string? _header;
    private string? _problem = NoHeader;

    /// <summary>Names of the columns of a log without a line of names; null where it must have one.</summary>
    public string? DefaultHeader { get; init; }

    public override ReadOnlySpan<byte> HeaderMark => mark;

    protected byte Separator { get; set; } = separator;

    public override bool IsHeader(ReadOnlySpan<byte> line) => line.IndexOf(mark) >= 0 && NamesAll(line);

    public override bool Recognises(ReadOnlySpan<byte> head)
    {
        foreach (var line in TextHead.Lines(head))
        {
            if (line.IndexOf(mark) >= 0 && NamesAll(line))
                return true;
        }

        return false;
    }

    public override void Enter(string? header)
    {
        header ??= DefaultHeader;
        if (header == _header)
            return;
        _header = header;
        _problem = header is null ? NoHeader : null;
        if (header is null)
            return;
        var names = NamesOf(header);
        if (!_byCount.TryAdd(names.Length, (header, names)) && _byCount[names.Length].Header != header)
            _problem = Conflict;
    }

    public override string? Cut<TSink>(ReadOnlySpan<byte> line, ref TSink sink)
    {
        var cells = line.Count(Separator) + 1;
        if (!_byCount.TryGetValue(cells, out var columns))
            return _problem ?? $"the line has {cells} columns, which no line of names has: '{Excerpt.Of(line)}'";
        var rest = line;
        foreach (var name in columns.Names)
        {
            var end = rest.IndexOf(Separator);
            sink.Take(name, end < 0 ? rest : rest[..end]);
            rest = end < 0 ? default : rest[(end + 1)..];
        }

        return _problem;
    }

    protected virtual byte[][] NamesOf(string header) => [.. header.Split((char)Separator).Select(Encoding.UTF8.GetBytes)];

    private bool NamesAll(ReadOnlySpan<byte> line)
    {
        foreach (var name in required)
        {
            if (line.IndexOf(Encoding.UTF8.GetBytes(name)) < 0)
                return false;
        }

        return true;
    }
}
