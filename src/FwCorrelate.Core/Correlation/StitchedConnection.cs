// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FwCorrelate.Clocks;
using FwCorrelate.Flows;
using NodaTime;
using NodaTime.HighPerformance;

namespace FwCorrelate.Correlation;

/// <summary>A connection put together from its records, before attribution. Times are as logged.</summary>
/// <remarks>A log may hold as many as records: it keeps what all its records together tell, and looks the rest up in the first.</remarks>
public sealed class StitchedConnection
{
    private readonly ArraySegment<SightedFlow> _flows;
    private readonly Initiator _opener;
    private readonly bool _isOpenerProven;
    private string? _id;

    /// <param name="flows">By content.</param>
    internal StitchedConnection(
        ArraySegment<SightedFlow> flows, StartBasis startBasis, (Endpoint? End, bool IsProven) opener, bool startsWithLog)
    {
        _flows = flows;
        _isOpenerProven = opener.IsProven;
        _opener = opener.End is not { } end ? Initiator.Unknown : end == Endpoint.SourceOf(First) ? Initiator.Source
            : Initiator.Destination;
        StartBasis = startBasis;
        StartsWithLog = startsWithLog;
        End = Start;
        IsDenied = true;
        var (initiating, responder) = (Initiating, Responder);

        // What an alert or a report in between counts is part of what the session's other records count.
        var soFar = 0L;
        foreach (ref readonly var flow in flows.AsSpan())
        {
            ref readonly var record = ref flow.Record;
            End = Instant64.Max(End, record.End);
            IsDenied &= record.Action.IsDenied();
            IsClosed |= (record.TcpFlags & (TcpFlags.Fin | TcpFlags.Reset)) != 0;
            IsAnswered |= record.Action.IsAllowed() && (record.SourceIsInitiator || Endpoint.SourceOf(record) == responder);
            var sent = Endpoint.SourceOf(record) == initiating ? record.BytesSent : record.BytesReceived;
            if (record.IsInterim || record.Kind == RecordKind.Alert)
                soFar = Math.Max(soFar, sent);
            else
                BytesOut = Counters.Add(BytesOut, Math.Max(0, sent));
        }

        BytesOut = Math.Max(BytesOut, soFar);
    }

    private StitchedConnection(StitchedConnection whole)
    {
        _flows = new[] { whole._flows[0] };
        (_opener, _isOpenerProven) = (whole._opener, whole._isOpenerProven);
        (StartBasis, StartsWithLog, End) = (whole.StartBasis, whole.StartsWithLog, whole.End);
        (IsDenied, IsAnswered, IsClosed, BytesOut) = (whole.IsDenied, whole.IsAnswered, whole.IsClosed, whole.BytesOut);
    }

    /// <summary>
    /// Made of the key and the start when asked for: most connections are only counted. Kept where many records ask for it.
    /// </summary>
    public string Id => _id ?? (_flows.Count == 1 ? Identify(Key, Start) : _id = Identify(Key, Start));

    public ConnectionKey Key => ConnectionKey.Of(First, FileAt(0));

    public LogSettings Source => FileAt(0).Source;

    public Instant64 Start => First.Start;

    /// <summary>
    /// How far apart the two readings of <see cref="Start"/> are; zero for nearly all. See <see cref="FlowRecord.OtherStartMinutes"/>.
    /// </summary>
    public Duration StartDoubt => Duration.FromMinutes(Math.Abs((int)First.OtherStartMinutes));

    /// <summary>
    /// The clock behind the stamps, as far as it tells <see cref="Start"/>: its source's, and what is in doubt of this stamp besides.
    /// </summary>
    public SourceClock Clock => Source.Clock.Doubting(StartDoubt);

    public Instant64 End { get; }

    public StartBasis StartBasis { get; }

    /// <summary>Whether it was there when its sensor's log began or resumed: it may have run before.</summary>
    public bool StartsWithLog { get; }

    /// <summary>Whether it is a request in the log of a proxy, which connects to the destination itself.</summary>
    public bool IsRequest => FileAt(0).HoldsRequests;

    /// <summary>The end that opened it; null where nothing tells.</summary>
    public Endpoint? Opener => _opener == Initiator.Unknown ? null : Initiating;

    /// <summary>The opener, or the source of the first record where nothing tells.</summary>
    public Endpoint Initiating => _opener == Initiator.Destination ? Endpoint.DestinationOf(First) : Endpoint.SourceOf(First);

    /// <summary>The end that was opened to, taking the source of the first record for the opener where nothing tells.</summary>
    public Endpoint Responder => _opener == Initiator.Destination ? Endpoint.SourceOf(First) : Endpoint.DestinationOf(First);

    /// <summary>By content.</summary>
    public IReadOnlyList<SightedFlow> Flows => _flows;

    public bool IsDenied { get; }

    /// <summary>Whether both ends sent, and the sensor let it through.</summary>
    public bool IsAnswered { get; }

    /// <summary>Whether a FIN or RST was seen.</summary>
    public bool IsClosed { get; }

    /// <summary>Start in true time: as logged, minus the source's clock offset.</summary>
    public Instant TrueStart => InTrueTime(Start.ToInstant());

    public Instant TrueEnd => InTrueTime(End.ToInstant());

    /// <summary>Whether both may have been open at one time, by the doubt of their stamps.</summary>
    public bool MayOverlap(StitchedConnection other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var slack = Source.Slack + StartDoubt + other.Source.Slack + other.StartDoubt + Duration.FromSeconds(1);
        return other.TrueStart <= TrueEnd + slack && TrueStart <= other.TrueEnd + slack;
    }

    /// <summary>Bytes that the opener sent, where they are counted apart from those that it received.</summary>
    public long BytesOut { get; }

    /// <summary>
    /// Whether a record of it is what the other end sent back: flags or the log itself tell that its destination opened the connection.
    /// </summary>
    public bool IsAnswer(in FlowRecord record) => _isOpenerProven && Endpoint.SourceOf(record) != Initiating;

    private Instant InTrueTime(Instant stamp) => stamp - Source.Clock.OffsetAt(stamp);

    private ref readonly FlowRecord First => ref RecordAt(0);

    /// <summary>A record by its position in <see cref="Flows"/>.</summary>
    public ref readonly FlowRecord RecordAt(int index) => ref _flows.AsSpan()[index].Record;

    /// <summary>The file of a record by its position in <see cref="Flows"/>.</summary>
    public InputFile FileAt(int index) => _flows.AsSpan()[index].File;

    /// <summary>Position of a record in <see cref="Flows"/>; negative where it is none of them.</summary>
    public int IndexOf(in FlowRecord record, InputFile file)
    {
        int low = 0, high = _flows.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            var order = SightedFlow.Compare(RecordAt(middle), FileAt(middle), record, file);
            if (order == 0)
                return middle;
            if (order < 0)
                low = middle + 1;
            else
                high = middle;
        }

        return ~low;
    }

    /// <summary>The same with no record but its first: for what is kept when the records are given up.</summary>
    internal StitchedConnection Alone() => new(this);

    private static string Identify(ConnectionKey key, Instant64 start)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{key.Lower}|{key.Upper}|{key.Source}|{key.Sensor:x16}|{start.ToUnixTimeTicks()}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
    }
}
