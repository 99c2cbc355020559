// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Mapped;
using FwCorrelate.Ingestion.Members;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.FortiGate;

/// <summary>
/// What FortiGate's logs mean: a session is logged when it ends. <c>eventtime</c> counts in a unit that changed between versions, and in
/// UTC; where it is missing, date and time are local, with <c>tz</c> or without.
/// </summary>
internal sealed class FortiGateRecords(LogSettings source) : MappedRecords(FortiGateLog.Layout, source)
{
    private const int LongestStamp = 40;

    protected override bool IsRecord(in MemberRow<FlowRole> row, ref FlowRecord record) =>
        base.IsRecord(row, ref record) && (record.Kind == RecordKind.Flow || !row[FlowRole.Source].IsEmpty);

    protected override string? ReadTimes(in MemberRow<FlowRole> row, ref FlowRecord record)
    {
        if (!row[FlowRole.Stamp].IsEmpty)
            return base.ReadTimes(row, ref record);
        Span<byte> stamp = stackalloc byte[LongestStamp];
        var length = 0;
        Append(row[FlowRole.First], stamp, ref length);
        Append("T"u8, stamp, ref length);
        Append(row[FlowRole.Second], stamp, ref length);
        Append(OffsetOf(row[FlowRole.Third]), stamp, ref length);
        if (!StampText.TryParse(stamp[..length], Clock, out var time, out var other))
            return Excerpt.Unexpected("date and time", stamp[..length], StampText.Expectation);
        (record.Start, record.End, record.OtherStartMinutes) = (time, time, other);
        return EndsAt(row, ref record);
    }

    protected override string? Complete(in MemberRow<FlowRole> row, ref FlowRecord record)
    {
        record.IsInterim = row[FlowRole.Action].SequenceEqual("start"u8);
        return null;
    }

    private string? EndsAt(in MemberRow<FlowRole> row, ref FlowRecord record)
    {
        var duration = row[FlowRole.Duration];
        if (duration.IsEmpty)
            return null;
        if (!StampText.TryReadDuration(duration, Layout.DurationUnit, out var nanoseconds))
            return Unexpected(FlowRole.Duration, duration, "a number of seconds");
        record.Start = NodaTime.HighPerformance.Instant64.FromUnixTimeNanoseconds(record.End.ToUnixTimeNanoseconds() - nanoseconds);
        return null;
    }

    // "-0500" or "UTC+2:00".
    private static ReadOnlySpan<byte> OffsetOf(ReadOnlySpan<byte> zone)
    {
        if (zone.StartsWith("UTC"u8))
            zone = zone[3..];
        return zone is [(byte)'+' or (byte)'-', _, (byte)':', ..] ? default : zone;
    }

    private static void Append(ReadOnlySpan<byte> part, Span<byte> stamp, ref int length)
    {
        part = part[..Math.Min(part.Length, stamp.Length - length)];
        part.CopyTo(stamp[length..]);
        length += part.Length;
    }
}
