// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Correlation;

/// <summary>What two views of one session share on both sides of a translation.</summary>
internal enum TranslationSign
{
    /// <summary>The sequence number that the TCP session began with: a translation of addresses passes it on (RFC 9293, section 3.4.1).</summary>
    TcpSequence,

    /// <summary>The port that it was opened from: a gateway keeps it where it can (RFC 4787, section 4.2.1).</summary>
    Port,
}

/// <summary>A connection that was seen behind a translation of addresses, as a sensor before it saw the same session.</summary>
/// <param name="inner">From the address that opened it.</param>
internal sealed class TranslatedConnection(Sighting inner, TranslationSign sign)
{
    private Attribution? _cause;

    public Sighting Inner => inner;

    /// <summary>What is said of its cause: what is said of the inner view. The translation decided who it was, so rung C at best.</summary>
    public Attribution CauseBy(Sighting outer, Attribution cause) => _cause ??= cause with
    {
        Rung = cause.Rung < Rung.C ? Rung.C : cause.Rung,
        JoinedBy = cause.JoinedBy is null ? InWords(outer) : $"{InWords(outer)}; {cause.JoinedBy}",
    };

    /// <summary>The same of what may be said against it: without the log that shows the inner view, nothing tells who it was.</summary>
    public static CauseReview ReviewBehind(Sighting outer, CauseReview review) => review with
    {
        LeftOut = [.. review.LeftOut.Select(l => l.Kind == EvidenceKind.Log && l.Outcome == CauseOutcome.Nothing
            ? l with { Outcome = Unknown, Reason = $"{outer.Connection.Source.Name} shows {outer.Acting.Address} alone" } : l)],
    };

    private static readonly CauseOutcome Unknown = new(AttributionKind.UnknownAddress, null, 0);

    private string InWords(Sighting outer)
    {
        var connection = inner.Connection;
        var shared = sign == TranslationSign.TcpSequence ? "began with the same TCP sequence number" : "was opened from the same port";
        return $"{outer.Acting.Address} stands for {inner.Acting.Address}: the session in {connection.FileAt(0).Path}:"
            + $"{connection.RecordAt(0).Line} {shared} and goes to the same end";
    }
}
