// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.Leases;

/// <summary>
/// Reads a host's log of connection tracking as a source of leases: which inner address used which port of the outer one. Events of one
/// tuple may come in any order; protocols without ports tell nothing.
/// </summary>
internal sealed class ConntrackReader(InputFile file, RejectedRecords rejected)
{
    public const string Name = "conntrack";

    private readonly List<(ConntrackEvent Event, RecordOrigin Origin)> _events = [];

    public long Records { get; private set; }

    public long Ignored { get; private set; }

    /// <summary>Whether a text begins like such a log.</summary>
    public static bool Recognises(ReadOnlySpan<byte> head) =>
        ConntrackEvent.TryParse(TextHead.FirstLine(head).TrimEnd((byte)'\r')) is not null;

    /// <summary>Translations of sources, by start.</summary>
    public IReadOnlyList<Translation> Read(OpenedInput input)
    {
        var reader = new LineBlockReader(input);
        while (reader.Read() is { } block)
        {
            using (block)
                ReadBlock(block);
        }

        var isWhole = rejected.Count == 0 && input.Damage is null;
        return [.. _events.Where(e => IsTranslated(e.Event)).GroupBy(e => (e.Event.Protocol, e.Event.Sent, e.Event.Answered))
            .SelectMany(g => Spans([.. g], isWhole)).OrderBy(t => t.From)];
    }

    private void ReadBlock(LineBlock block)
    {
        var line = block.FirstLine;
        for (int start = 0, next; start < block.Bytes.Length; start = next, line++)
        {
            var length = block.Bytes.Span[start..].IndexOf((byte)'\n');
            next = length < 0 ? block.Bytes.Length : start + length + 1;
            var raw = block.Bytes.Span[start..(length < 0 ? next : start + length)].TrimEnd((byte)'\r');
            ReadLine(raw, line, block.FirstOffset + start);
        }

        if (block.Skipped is { } skipped)
            rejected.Add(new RejectedRecord(file.Path, skipped.Line, skipped.Offset, skipped.Reason));
    }

    private void ReadLine(ReadOnlySpan<byte> raw, long line, long offset)
    {
        if (raw.Trim(" \t"u8).IsEmpty || HasNoPorts(raw))
            Ignored++;
        else if (ConntrackEvent.TryParse(raw) is { } read)
        {
            Records++;
            _events.Add((read, new RecordOrigin(file.Path, line, 0, offset, RecordHash.Of(raw))));
        }
        else
            rejected.Add(
                new RejectedRecord(file.Path, line, offset, $"'{Excerpt.Of(raw)}' is no event, expected {ConntrackEvent.Expectation}"));
    }

    // Both tuples, and no port in either: ICMP and the like.
    private static bool HasNoPorts(ReadOnlySpan<byte> raw) =>
        raw.IndexOf(" sport="u8) < 0 && raw.IndexOf(" src="u8) is var first and >= 0 && raw[(first + 1)..].IndexOf(" src="u8) >= 0;

    private static bool IsTranslated(ConntrackEvent e) =>
        e.Answered.Destination != e.Sent.Source || e.Answered.DestinationPort != e.Sent.SourcePort;

    // A port that is used again begins anew. Without a start in the log it had begun as long before its end as it lived, or at an unknown
    // time.
    private IEnumerable<Translation> Spans(List<(ConntrackEvent Event, RecordOrigin Origin)> events, bool isWhole)
    {
        events.Sort(
            (a, b) => a.Event.Time.CompareTo(b.Event.Time) is var order and not 0 ? order : a.Event.Change.CompareTo(b.Event.Change));
        var end = _events.Max(e => e.Event.Time);
        for (var i = 0; i < events.Count;)
        {
            var (first, origin) = events[i];
            var last = i;
            while (events[last].Event.Change != ConntrackChange.Destroy && last + 1 < events.Count
                && events[last + 1].Event.Change != ConntrackChange.New)
                last++;
            var closing = events[last].Event;
            var from = first.Change == ConntrackChange.New ? first.Time
                : closing is { Change: ConntrackChange.Destroy, Lived: { } lived } ? closing.Time - lived : first.Time;
            var to = closing.Change == ConntrackChange.Destroy ? closing.Time : end;
            yield return new Translation(first.Sent.Source, first.Answered.Destination, first.Answered.DestinationPort, from,
                to.PlusNanoseconds(1), isWhole, origin);
            i = last + 1;
        }
    }
}
