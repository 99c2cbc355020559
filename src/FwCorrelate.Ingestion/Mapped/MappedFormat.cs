// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Members;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.Mapped;

/// <summary>
/// A family that its <see cref="FlowLayout"/> tells all about: JSON lines or CSV known by their <see cref="LogFormat.Marks"/>, and lines of
/// <see cref="Forms"/>. What a family has of its own it overrides.
/// </summary>
internal class MappedFormat(FlowLayout layout) : MemberFormat<FlowRole>
{
    /// <summary>Forms of lines in which the family comes, beside JSON and CSV.</summary>
    public IReadOnlyList<Func<LineForm>> Forms { get; init; } = [];

    /// <summary>Bytes that every header line of CSV contains; empty where there is no CSV.</summary>
    public string CsvMark { get; init; } = "";

    public override LogFormat Table => layout.Format;

    public override ReadOnlySpan<byte> HeaderMark => _mark ??= MarkOf();

    protected FlowLayout Layout => layout;

    private byte[]? _mark;
    private LineForm[]? _forms;

    private LineForm[] KnownForms => _forms ??= [.. Forms.Select(f => f())];

    public override bool IsHeader(ReadOnlySpan<byte> line)
    {
        foreach (var form in KnownForms)
        {
            if (!form.HeaderMark.IsEmpty && form.IsHeader(line))
                return true;
        }

        return base.IsHeader(line);
    }

    public override bool Recognises(ReadOnlySpan<byte> head, string path) => FormOf(head) >= 0 || base.Recognises(head, path);

    public override IFlowParser CreateParser(InputFile file, ReadOnlyMemory<byte> head, string? forcedColumns)
    {
        // Of a file whose start shows no form the user says that it is one.
        var form = FormOf(head.Span);
        if (form < 0 && Forms.Count > 0 && !base.Recognises(head.Span, file.Path)
            && TextHead.FirstLine(head.Span) is not [(byte)'{' or (byte)'[', ..])
            form = 0;
        return form < 0 ? base.CreateParser(file, head, forcedColumns) : new MappedLineParser(MakeRecords(file), Forms[form]());
    }

    protected sealed override MemberRecords<FlowRole> CreateRecords(InputFile file) => MakeRecords(file);

    /// <summary>For one worker thread and one file.</summary>
    protected virtual MappedRecords MakeRecords(InputFile file) => new(layout, file.Source);

    private int FormOf(ReadOnlySpan<byte> head)
    {
        for (var i = 0; i < KnownForms.Length; i++)
        {
            if (KnownForms[i].Recognises(head))
                return i;
        }

        return -1;
    }

    private byte[] MarkOf()
    {
        foreach (var form in KnownForms)
        {
            if (!form.HeaderMark.IsEmpty)
                return form.HeaderMark.ToArray();
        }

        return System.Text.Encoding.UTF8.GetBytes(CsvMark);
    }
}
