// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FwCorrelate.Flows;
using NodaTime;
using NodaTime.HighPerformance;

namespace FwCorrelate.Correlation;

/// <summary>A connection put together from its records, before attribution. Times are as logged.</summary>
public sealed class StitchedConnection
{
    private readonly List<SightedFlow> _flows;
    private string? _id;

    internal StitchedConnection(ConnectionKey key, List<SightedFlow> flows, StartBasis startBasis, Endpoint? opener, bool startsWithLog)
    {
        Key = key;
        _flows = flows;
        StartBasis = startBasis;
        Opener = opener;
        StartsWithLog = startsWithLog;
        End = flows.Max(f => f.Record.End);

        // Asked for once per record of the connection: what needs all records is found once.
        IsDenied = _flows.TrueForAll(f => f.Record.Action.IsDenied());
        IsClosed = _flows.Exists(f => (f.Record.TcpFlags & (TcpFlags.Fin | TcpFlags.Reset)) != 0);
        var (initiating, responder) = (Initiating, Responder);
        IsAnswered = _flows.Exists(f => f.Record.Action.IsAllowed() && (Endpoint.SourceOf(f.Record) == responder || f.Record.SourceIsInitiator));
        BytesOut = Counters.Total(_flows.Where(f => Endpoint.SourceOf(f.Record) == initiating).Select(f => f.Record.Bytes));
    }

    /// <summary>Made of the key and the start, when first asked for: most connections are only counted.</summary>
    public string Id => _id ??= Identify(Key, Start);

    public ConnectionKey Key { get; }

    public LogSettings Source => _flows[0].File.Source;

    public Instant64 Start => _flows[0].Record.Start;

    public Instant64 End { get; }

    public StartBasis StartBasis { get; }

    /// <summary>Whether it was there when its sensor's log began or resumed: it may have run before.</summary>
    public bool StartsWithLog { get; }

    /// <summary>The end that opened it; null where nothing tells.</summary>
    public Endpoint? Opener { get; }

    /// <summary>The end that was opened to, taking the source of the first record for the opener where nothing tells.</summary>
    public Endpoint Responder => Initiating == Key.Lower ? Key.Upper : Key.Lower;

    /// <summary>The opener, or the source of the first record where nothing tells.</summary>
    public Endpoint Initiating => Opener ?? Endpoint.SourceOf(_flows[0].Record);

    /// <summary>By content.</summary>
    public IReadOnlyList<SightedFlow> Flows => _flows;

    public bool IsDenied { get; }

    /// <summary>Whether both ends sent, and the sensor let it through.</summary>
    public bool IsAnswered { get; }

    /// <summary>Whether a FIN or RST was seen.</summary>
    public bool IsClosed { get; }

    /// <summary>Start in true time: as logged, minus the source's clock offset.</summary>
    public Instant TrueStart => Start.ToInstant() - Source.ClockOffset;

    public Instant TrueEnd => End.ToInstant() - Source.ClockOffset;

    /// <summary>Bytes that the opener sent, where counted; both directions where the log has one record for both.</summary>
    public long BytesOut { get; }

    private static string Identify(ConnectionKey key, Instant64 start)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{key.Lower}|{key.Upper}|{key.Source}|{key.Sensor:x16}|{start.ToUnixTimeTicks()}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
    }
}
