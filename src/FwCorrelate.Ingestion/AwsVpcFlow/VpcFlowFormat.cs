// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.AwsVpcFlow;

/// <summary>
/// AWS VPC flow logs as text, all versions to 11, default or custom columns (AWS, VPC user guide, "Flow log records"): as S3 stores
/// them, also in Parquet (see <see cref="ObjectParser"/>), as CloudWatch Logs exports them (a stamp before each record), and in JSON
/// envelopes (see <see cref="EnvelopeParser"/>).
/// </summary>
internal sealed class VpcFlowFormat : IFlowFormat
{
    private const int MostPrefixWords = 3;

    public LogFormat Table => AwsVpcFlowLog.Format;

    public ReadOnlySpan<byte> HeaderMark => "start"u8;

    public bool IsHeader(ReadOnlySpan<byte> line) => VpcFlowColumns.IsHeader(line);

    public bool Recognises(ReadOnlySpan<byte> head, string path)
    {
        foreach (var line in TextHead.Lines(head))
        {
            if (VpcFlowColumns.IsHeader(line) || IsDefaultRecord(WithoutPrefix(line, out _)))
                return true;
        }

        if (IsDefaultRecord(MessageColumn.FirstMessage(head)) || ObjectParser.MayRead(head))
            return true;
        return EnvelopeParser.MayRead(head) && IsDefaultRecord(EnvelopeParser.FirstMessage(head));
    }

    public int LongestLine(ReadOnlySpan<byte> head) =>
        EnvelopeParser.MayRead(head) ? EnvelopeParser.LongestLine : LineBlockReader.MaxFlowLine;

    public string? Hint(ReadOnlySpan<byte> head)
    {
        var line = EnvelopeParser.MayRead(head) ? EnvelopeParser.FirstMessage(head)
            : MessageColumn.Of(head) is not null ? MessageColumn.FirstMessage(head)
            : TextHead.FirstLine(head);
        if (line.Length > 8192)
            return null;
        if (VpcFlowColumns.HeaderProblem(Encoding.UTF8.GetString(line)) is { } problem)
            return $"its first line looks like the header of an AWS VPC flow log, but {problem}";
        return line.Count((byte)' ') >= 10 && (line.IndexOf(" OK"u8) > 0 || line.IndexOf("DATA"u8) > 0) && line.IndexOf("eni-"u8) > 0
            ? "it looks like an AWS VPC flow log with columns of its owner's choice and no header line: "
                + "name them with --log-format 'version account-id …'"
            : null;
    }

    public IFlowParser CreateParser(InputFile file, ReadOnlyMemory<byte> head, string? forcedColumns)
    {
        if (ObjectParser.MayRead(head.Span))
            return new ObjectParser();
        if (EnvelopeParser.MayRead(head.Span))
            return new EnvelopeParser(Columns(forcedColumns));
        if (MessageColumn.Of(head.Span) is { } column)
            return new MessageColumnParser(Columns(forcedColumns), column);

        // A header line is the file's own word; a column list is for files without one.
        foreach (var line in TextHead.Lines(head.Span))
        {
            if (VpcFlowColumns.IsHeader(line) && VpcFlowColumns.TryFromHeader(Encoding.UTF8.GetString(line), out var columns))
                return new VpcFlowParser(columns);
            var given = Columns(forcedColumns);
            if (PrefixOf(line, given) is var prefix and > 0)
                return new VpcFlowParser(given.AfterPrefix(prefix));
            if (forcedColumns is not null || IsDefaultRecord(line))
                break;
        }

        return new VpcFlowParser(Columns(forcedColumns));
    }

    private static VpcFlowColumns Columns(string? forced) => forced is null ? VpcFlowColumns.Default : VpcFlowColumns.FromUser(forced);

    /// <summary>Words before each record: a stamp, where the line begins with one and has as many words more than columns.</summary>
    private static int PrefixOf(ReadOnlySpan<byte> line, VpcFlowColumns columns)
    {
        WithoutPrefix(line, out var words);
        if (words == 0)
            return 0;
        var more = line.Count((byte)' ') + 1 - columns.Count;

        // Of the default columns it is known what a record looks like; of others nothing but their number.
        return more is > 0 and <= MostPrefixWords && (more == words || !ReferenceEquals(columns, VpcFlowColumns.Default)) ? more : 0;
    }

    /// <summary>
    /// What stands behind the stamp before a record, and behind more words if only then it is a record of the default columns. CloudWatch
    /// Logs exports "2026-02-10T09:00:00.000Z " before each event (AWS, CloudWatch Logs user guide, "Export log data to S3"); <c>aws logs
    /// tail</c> prints a stamp and the stream, with <c>--format short</c> a stamp without a zone (AWS CLI reference); the CRI a stamp,
    /// <c>stdout</c> and <c>F</c>.
    /// </summary>
    private static ReadOnlySpan<byte> WithoutPrefix(ReadOnlySpan<byte> line, out int words)
    {
        words = 0;
        var end = line.IndexOf((byte)' ');
        if (end is < 19 or > 35 || !IsStamp(line[..end]))
            return line;
        words = 1;
        var behindStamp = line[(end + 1)..];
        var rest = behindStamp;
        for (var word = 1; word <= MostPrefixWords && !rest.IsEmpty; word++)
        {
            if (IsDefaultRecord(rest))
            {
                words = word;
                return rest;
            }

            var next = rest.IndexOf((byte)' ');
            rest = next < 0 ? default : rest[(next + 1)..];
        }

        return behindStamp;
    }

    private static bool IsStamp(ReadOnlySpan<byte> text) =>
        text[4] == (byte)'-' && text[7] == (byte)'-' && text[10] == (byte)'T' && text[13] == (byte)':' && text[16] == (byte)':'
            && char.IsAsciiDigit((char)text[0]);

    private static bool IsDefaultRecord(ReadOnlySpan<byte> line)
    {
        Span<Range> fields = stackalloc Range[16];
        if (line.Length > 1024)
            return false;
        var count = 0;
        foreach (var field in line.Split((byte)' '))
        {
            if (count == VpcFlowColumns.Default.Count)
                return false;
            fields[count++] = field;
        }

        return count == VpcFlowColumns.Default.Count
            && Utf8Number.TryParse(line[fields[0]], out long _)
            && Utf8Number.TryParse(line[fields[10]], out long _)
            && Utf8Number.TryParse(line[fields[11]], out long _)
            && (line[fields[13]].SequenceEqual("OK"u8) || line[fields[13]].EndsWith("DATA"u8));
    }
}
