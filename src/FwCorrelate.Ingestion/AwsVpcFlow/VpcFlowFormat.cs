// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.AwsVpcFlow;

/// <summary>
/// AWS VPC flow logs as text, all versions to 11, default or custom columns (AWS, VPC user guide, "Flow log records"): as S3 stores
/// them, as CloudWatch Logs exports them (a stamp before each record), and in JSON envelopes (see <see cref="EnvelopeParser"/>).
/// </summary>
internal sealed class VpcFlowFormat : IFlowFormat
{
    public LogFormat Table => AwsVpcFlowLog.Format;

    public ReadOnlySpan<byte> HeaderMark => "start"u8;

    public bool IsHeader(ReadOnlySpan<byte> line) => VpcFlowColumns.IsHeader(line);

    public bool Recognises(ReadOnlySpan<byte> head, string path)
    {
        foreach (var line in TextHead.Lines(head))
        {
            if (VpcFlowColumns.IsHeader(line) || IsDefaultRecord(WithoutStamp(line)))
                return true;
        }

        return EnvelopeParser.MayRead(head) && IsDefaultRecord(EnvelopeParser.FirstMessage(head));
    }

    public int LongestLine(ReadOnlySpan<byte> head) => EnvelopeParser.MayRead(head) ? EnvelopeParser.LongestLine : LineBlockReader.MaxFlowLine;

    public string? Hint(ReadOnlySpan<byte> head)
    {
        var line = EnvelopeParser.MayRead(head) ? EnvelopeParser.FirstMessage(head) : TextHead.FirstLine(head);
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
        if (EnvelopeParser.MayRead(head.Span))
            return new EnvelopeParser(Columns(forcedColumns));

        // A header line is the file's own word; a column list is for files without one.
        foreach (var line in TextHead.Lines(head.Span))
        {
            if (VpcFlowColumns.IsHeader(line) && VpcFlowColumns.TryFromHeader(Encoding.UTF8.GetString(line), out var columns))
                return new VpcFlowParser(columns);
            if (WithoutStamp(line).Length < line.Length)
                return new VpcFlowParser(Columns(forcedColumns).AfterStamp());
            if (forcedColumns is not null || IsDefaultRecord(line))
                break;
        }

        return new VpcFlowParser(Columns(forcedColumns));
    }

    private static VpcFlowColumns Columns(string? forced) => forced is null ? VpcFlowColumns.Default : VpcFlowColumns.FromUser(forced);

    // CloudWatch Logs exports "2026-02-10T09:00:00.000Z " before each event (AWS, CloudWatch Logs user guide, "Export log data to S3").
    private static ReadOnlySpan<byte> WithoutStamp(ReadOnlySpan<byte> line)
    {
        var end = line.IndexOf((byte)' ');
        return end is >= 20 and <= 30 && line[4] == (byte)'-' && line[7] == (byte)'-' && line[10] == (byte)'T' && line[end - 1] == (byte)'Z'
            ? line[(end + 1)..]
            : line;
    }

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
