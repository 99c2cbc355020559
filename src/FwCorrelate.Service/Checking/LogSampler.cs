// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Network;
using FwCorrelate.Service.Passes;
using NodaTime;
using NodaTime.HighPerformance;

namespace FwCorrelate.Service.Checking;

/// <summary>What samples of the files of one source of logs tell.</summary>
internal sealed class LogSampler(string source, LogSettings settings)
{
    /// <summary>Records that are kept for asking where they meet.</summary>
    private const int MostKept = 4_000;

    private static readonly DateTimeZone ElsewhereZone = DateTimeZone.ForOffset(Offset.FromHours(5));
    private readonly HashSet<string> _formats = new(StringComparer.Ordinal);
    private readonly List<(Instant64 At, HostAddress Opener, HostAddress Other)> _kept = [];
    private Instant64 _from = Instant64.MaxValue;
    private Instant64 _to = Instant64.MinValue;
    private long _seen;

    public string Source { get; } = source;

    public LogSettings Settings { get; } = settings;

    public int Files { get; private set; }

    public long StoredBytes { get; private set; }

    public long Records { get; private set; }

    public long Rejected { get; private set; }

    public long BytesRead { get; private set; }

    public bool EndIsUnknown { get; private set; }

    public bool LacksZone { get; private set; }

    public Instant? From => _to >= _from ? _from.ToInstant() : null;

    public Instant? To => _to >= _from ? _to.ToInstant() : null;

    public IReadOnlyList<string> Formats => [.. _formats.Order(StringComparer.Ordinal)];

    /// <summary>Evenly over what was read: when, who seems to have opened it, and what to.</summary>
    public IReadOnlyList<(Instant64 At, HostAddress Opener, HostAddress Other)> Kept => _kept;

    /// <summary>The first reason why a record could not be read.</summary>
    public string? Problem { get; private set; }

    public void Add(LogFile log, int most, int piece)
    {
        Files++;
        StoredBytes += log.Input.StoredLength;
        _formats.Add(log.File.Format);
        var sample = TextSample.Of(log.Input, most, piece);
        BytesRead += sample.Length;
        EndIsUnknown |= sample.IsHeadOnly;
        if (sample.Damage is { } damage)
            Problem ??= $"{log.Input.RelativePath}: {damage}";
        if (sample.Pieces.Count == 0)
            return;
        var head = sample.Pieces[0].AsMemory(0, Math.Min(sample.Pieces[0].Length, InputHead.Length));
        var header = HeaderOf(log.Format, head.Span);
        var before = Records;
        for (var i = 0; i < sample.Pieces.Count; i++)
            Read(log, head, i == 0 ? sample.Pieces[0] : [.. header, .. sample.Pieces[i]], log.File, Note);
        if (Records > before && !LacksZone && !Settings.ZoneIsConfigured)
            LacksZone = IsReadInZone(log, head, sample.Pieces[0]);
    }

    // The line that names the columns stands before a file's first records only.
    private static byte[] HeaderOf(IFlowFormat format, ReadOnlySpan<byte> head)
    {
        if (format.HeaderMark.IsEmpty)
            return [];
        var headers = new List<byte>();
        foreach (var range in head.Split((byte)'\n'))
        {
            var line = head[range].TrimEnd((byte)'\r');
            if (format.IsHeader(line))
                headers.AddRange([.. line, (byte)'\n']);
        }

        return [.. headers];
    }

    private static void Read(LogFile log, ReadOnlyMemory<byte> head, byte[] text, InputFile file, Action<FlowBatch, LogFile> note)
    {
        var parser = log.Format.CreateParser(file, head, log.Columns);
        var batch = new FlowBatch(file, parser);
        using var opened = OpenedInput.OfText(log.Input, text);
        var reader = new LineBlockReader(opened, log.Format, log.Format.LongestLine(head.Span));
        while (reader.Read() is { } block)
        {
            using (block)
            {
                parser.Parse(block, batch);
                note(batch, log);
            }
        }
    }

    private void Note(FlowBatch batch, LogFile log)
    {
        Rejected += batch.Rejected.Count;
        if (batch.Rejected.Count > 0)
            Problem ??= $"{log.Input.RelativePath}: {batch.Rejected[0].Reason}";
        foreach (ref readonly var record in batch.Records)
        {
            Records++;
            _from = Instant64.Min(_from, record.Start);
            _to = Instant64.Max(_to, record.End);
            if (record.HasAddresses)
                Keep(Endpoint.InitiatorOf(record) == Initiator.Destination ? (record.Start, record.Destination,
                    record.Source) : (record.Start, record.Source, record.Destination));
        }
    }

    // Every n-th, n growing: evenly over what was read, and the same each time.
    private void Keep((Instant64, HostAddress, HostAddress) record)
    {
        if (_seen++ % (1 + (_seen / MostKept)) == 0 && _kept.Count < 2 * MostKept)
            _kept.Add(record);
    }

    // Whether it matters in which zone the stamps are read.
    private static bool IsReadInZone(LogFile log, ReadOnlyMemory<byte> head, byte[] text)
    {
        var first = FirstStart(log, head, text, log.File);
        var elsewhere = log.File with { Source = log.File.Source with { Zone = ElsewhereZone } };
        return first is not null && FirstStart(log, head, text, elsewhere) is { } other && other != first;
    }

    private static Instant64? FirstStart(LogFile log, ReadOnlyMemory<byte> head, byte[] text, InputFile file)
    {
        Instant64? first = null;
        Read(log, head, text, file, (batch, _) =>
        {
            if (first is null && batch.Count > 0)
                first = batch[0].Start;
        });
        return first;
    }
}
