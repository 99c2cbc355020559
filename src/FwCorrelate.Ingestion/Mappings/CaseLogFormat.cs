// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Mapped;
using FwCorrelate.Ingestion.Members;

namespace FwCorrelate.Ingestion.Mappings;

/// <summary>A home-made log as a mapping file of the case describes it. It knows its files by their paths, not by their content.</summary>
/// <param name="header">Names of the columns of CSV without a line of names; null where files have one.</param>
/// <param name="marks">Columns by which a line of names is known.</param>
internal sealed class CaseLogFormat(
    FlowLayout layout, IReadOnlyList<string> globs, MappedForm form, byte separator, string? header, string[] marks) : MappedFormat(layout)
{
    private readonly byte[] _mark = form == MappedForm.Csv ? Encoding.UTF8.GetBytes(marks[0]) : [];

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> HeaderMark => _mark;

    // Quotes are understood where RFC 4180's comma separates; other separators come from printers that write none.
    private bool IsQuoted => form == MappedForm.Csv && header is null && separator == (byte)',';

    public override bool IsHeader(ReadOnlySpan<byte> line) =>
        form == MappedForm.Csv && (IsQuoted ? base.IsHeader(line) : header is null && NewForm().IsHeader(line));

    public override bool Recognises(ReadOnlySpan<byte> head, string path)
    {
        foreach (var glob in globs)
        {
            if (PathGlob.Matches(glob, path))
                return true;
        }

        return false;
    }

    public override IFlowParser CreateParser(InputFile file, ReadOnlyMemory<byte> head, string? forcedColumns) => form switch
    {
        MappedForm.JsonLines => new MemberObjectParser<FlowRole>(MakeRecords(file)),
        MappedForm.Csv when IsQuoted => new MemberRowParser<FlowRole>(MakeRecords(file), this),
        _ => new MappedLineParser(MakeRecords(file), NewForm()),
    };

    private LineForm NewForm() => form == MappedForm.KeyValue ? new KeyValueForm()
        : new HeadedForm(_mark, header is null ? marks : [header + "\0"], separator) { DefaultHeader = header };
}
