// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Mapped;
using FwCorrelate.Ingestion.Members;
using FwCorrelate.Ingestion.Text;
using NodaTime.HighPerformance;

namespace FwCorrelate.Ingestion.CiscoAsa;

/// <summary>
/// What the messages mean: a connection is told when it is built and when it is torn down, of which only the first says who opened it.
/// </summary>
internal sealed class AsaRecords(LogSettings source) : MappedRecords(AsaLog.Layout, source)
{
    protected override string? Complete(in MemberRow<FlowRole> row, ref FlowRecord record)
    {
        var id = row[FlowRole.First];
        record.SourceIsInitiator = id.StartsWith("106"u8) || record.Direction != FlowDirection.Unknown;
        record.IsInterim = row[FlowRole.Action].SequenceEqual("Built"u8);
        var duration = row[FlowRole.Second];
        if (duration.IsEmpty)
            return null;
        if (!TryReadDuration(duration, out var seconds))
            return Excerpt.Unexpected("duration", duration, "hours:minutes:seconds");
        record.Start = Instant64.FromUnixTimeNanoseconds(record.End.ToUnixTimeNanoseconds() - (seconds * FlowLayout.NanosecondsPerSecond));
        return null;
    }

    // "0:05:30", or "1D2h3m" of long ones, which is not documented and not read.
    private static bool TryReadDuration(ReadOnlySpan<byte> text, out long seconds)
    {
        seconds = 0;
        foreach (var part in text.Split((byte)':'))
        {
            if (!Utf8Number.TryParse(text[part], out long number) || number > 1_000_000)
                return false;
            seconds = (seconds * 60) + number;
        }

        return seconds < 10_000_000;
    }
}
