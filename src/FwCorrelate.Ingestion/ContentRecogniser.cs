// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Files;
using FwCorrelate.Ingestion.Gpu;
using FwCorrelate.Ingestion.Identity;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Leases;
using FwCorrelate.Ingestion.Mappings;
using FwCorrelate.Ingestion.Otlp;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion;

/// <summary>The one place that decides what a file is.</summary>
public static class ContentRecogniser
{
    private const string MappingFolder = CaseMappings.Folder + "/";

    /// <summary>Recognises a file by its content; only settings are known by name.</summary>
    /// <param name="forced">A log format that the user chose: it decides for every file that is no trace, lease table or setting.</param>
    /// <param name="formats">Formats of logs to tell apart; those of the program where none are given.</param>
    public static Recognition Recognise(CaseInput input, ForcedFormat? forced = null, FlowFormats? formats = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.StoredLength == 0)
            return new Recognition.Unrecognised(RegularFile.HoldsNoBytes, UnreadContent.Unknown);
        if (input.RelativePath is "case.yml" or "case.yaml")
            return new Recognition.Settings();
        if (CaseMappings.IsOne(input.RelativePath))
            return new Recognition.Settings();
        if (input.RelativePath.StartsWith(MappingFolder, StringComparison.Ordinal))
            return new Recognition.Unrecognised(
                "it is no mapping file and has no effect: expected files whose names end in .yml, in no folder below mappings/.");
        try
        {
            var head = InputHead.Read(input, out var damage);
            return head.IsEmpty && damage is not null ? Unreadable(damage) : Recognise(head, input.RelativePath, forced, formats);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Recognition.Damaged(e.Message);
        }
    }

    /// <summary>What a file is by a mapping file, whatever its path.</summary>
    public static Recognition Recognise(CaseInput input, CaseMapping mapping)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        if (mapping.Trace is { } trace)
            return new Recognition.Trace(trace);
        try
        {
            var head = InputHead.Read(input, out var damage);
            return head.IsEmpty
                && damage is not null ? Unreadable(damage) : new Recognition.Log(mapping.Log!, null, RecordList.AsLines(head));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Recognition.Damaged(e.Message);
        }
    }

    /// <summary>Recognises a text by its start.</summary>
    public static Recognition Recognise(ReadOnlyMemory<byte> head, string path, ForcedFormat? forced = null, FlowFormats? formats = null)
    {
        var whole = head;
        head = RecordList.AsLines(head);
        var text = head.Span;
        var logs = (formats ?? FlowFormats.Shipped).All;
        if (text.Trim(" \t\r\n"u8).IsEmpty)
            return new Recognition.Unrecognised("it holds no text", UnreadContent.Unknown);
        if (formats?.MappedTraces.FirstOrDefault(f => f.Recognises(head.Span, path)) is { } mapped)
            return new Recognition.Trace(mapped);

        // What orchestrators answer holds words of many logs; its own marks are certain.
        if (forced is null && IdentityFormats.Find(whole.Span) is not null)
            return new Recognition.Lease();
        if (logs.FirstOrDefault(f => f.Recognises(head.Span, path)) is { } log)
            return forced is null ? new Recognition.Log(log, null, head) : new Recognition.Log(forced.Format, forced.Columns, head);
        if (TraceFormats.All.FirstOrDefault(f => f.Recognises(head.Span, path)) is { } trace)
            return new Recognition.Trace(trace);
        if (LeaseFormat.Recognises(text) || ConntrackReader.Recognises(text))
            return new Recognition.Lease();
        if (GpuFormat.Recognise(text) is { } gpu)
            return new Recognition.Gpu(gpu);
        if (forced is not null)
            return new Recognition.Log(forced.Format, forced.Columns, head);
        return WhyNot(text, logs);
    }

    private static Recognition Unreadable(InputDamage damage) =>
        damage.IsUnsupported ? new Recognition.Unrecognised(damage.Reason, UnreadContent.Unknown) : new Recognition.Damaged(damage.Reason);

    private static Recognition.Unrecognised WhyNot(ReadOnlySpan<byte> text, IReadOnlyList<IFlowFormat> logs)
    {
        foreach (var format in logs)
        {
            if (format.Hint(text) is { } hint)
                return new Recognition.Unrecognised(hint);
        }

        if (LeaseFormat.Hint(text) is { } lease)
            return new Recognition.Unrecognised(lease, UnreadContent.BrokenLeases);
        if (FramedMessages.Hint(text) is { } framed)
            return new Recognition.Unrecognised(framed, UnreadContent.Unknown);
        if (ForeignFormats.Hint(text, logs) is { } foreign)
            return new Recognition.Unrecognised(foreign, text.Contains((byte)0)
                || text[0] is (byte)'{' or (byte)'[' ? UnreadContent.Unknown : UnreadContent.OtherText);
        if (text.Contains((byte)0))
            return new Recognition.Unrecognised(
                "no format recognises it: it holds NUL bytes, so it is no text; if it is UTF-16, convert it to UTF-8.",
                UnreadContent.Unknown);
        var first = TextHead.FirstLine(text);
        return new Recognition.Unrecognised(
            $"no format recognises it; it starts with '{Excerpt.Of(first)}'. 'fwcorrelate formats' lists what can be read.",
            first is [(byte)'{', ..] ? UnreadContent.Unknown : UnreadContent.OtherText);
    }
}
