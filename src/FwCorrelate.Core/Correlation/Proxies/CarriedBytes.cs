// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;

namespace FwCorrelate.Correlation;

/// <summary>How bytes that a proxy counts fit those that a flow log counts of the connection that carries them.</summary>
internal enum ByteFit
{
    /// <summary>One of them counts none.</summary>
    Unknown,

    /// <summary>As many, with the headers of packets beside.</summary>
    Fits,

    Refuted,
}

/// <summary>Bytes of one side of a proxied connection, apart by direction; -1 where they are not counted.</summary>
/// <param name="Out">From the client.</param>
/// <param name="Back">To the client.</param>
/// <param name="Packets">Of both directions; 0 where not counted.</param>
internal readonly record struct CarriedBytes(long Out, long Back, long Packets)
{
    /// <summary>Headers of IPv4 and TCP with time stamps; IPv6 has 20 more (RFC 9293, RFC 7323, RFC 8200).</summary>
    private const long MostOfHeaders = 80;

    /// <summary>What a proxy counts of its own beside what it passes on: the heads of requests and answers.</summary>
    private const long MostOfHeads = 4096;

    public static CarriedBytes Of(StitchedConnection connection)
    {
        var (sent, back, packets) = (-1L, -1L, 0L);
        for (var i = 0; i < connection.Flows.Count; i++)
        {
            ref readonly var record = ref connection.RecordAt(i);
            if (record.IsInterim || record.Kind == RecordKind.Alert || record.IsSampled)
                return new CarriedBytes(-1, -1, 0);
            var isOut = Endpoint.SourceOf(record) == connection.Initiating;
            Count(isOut ? record.BytesSent : record.BytesReceived, ref sent);
            Count(isOut ? record.BytesReceived : record.BytesSent, ref back);
            packets += Math.Max(0, record.Packets);
        }

        return new CarriedBytes(sent, back, packets);
    }

    /// <summary>Of a request: a proxy that counts one number counts what went to the client.</summary>
    public static CarriedBytes OfRequest(StitchedConnection request)
    {
        ref readonly var record = ref request.RecordAt(0);
        return request.Flows.Count > 1 ? new CarriedBytes(-1, -1, 0)
            : record.BytesReceived < 0 ? new CarriedBytes(-1, record.Bytes, 0)
            : new CarriedBytes(record.BytesSent, record.BytesReceived, 0);
    }

    /// <summary>Whether a connection with these bytes may have carried the request.</summary>
    /// <param name="alone">Whether it can have carried nothing else.</param>
    public ByteFit Carry(CarriedBytes request, bool alone)
    {
        var (there, back) = (Fit(Out, request.Out, alone), Fit(Back, request.Back, alone));
        return there == ByteFit.Refuted || back == ByteFit.Refuted ? ByteFit.Refuted
            : there == ByteFit.Fits || back == ByteFit.Fits ? ByteFit.Fits : ByteFit.Unknown;
    }

    private ByteFit Fit(long counted, long asked, bool alone)
    {
        // A log that counts one direction alone says 0 of the other.
        if (counted <= 0 || asked <= 0)
            return ByteFit.Unknown;
        var headers = Math.Max(Packets * MostOfHeaders, asked / 4);
        return counted < asked - MostOfHeads || (alone && counted > asked + headers + MostOfHeads) ? ByteFit.Refuted : ByteFit.Fits;
    }

    private static void Count(long bytes, ref long sum)
    {
        if (bytes >= 0)
            sum = Counters.Add(Math.Max(0, sum), bytes);
    }
}
