// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using FwCorrelate.Ingestion.Text;
using FwCorrelate.Network;
using NodaTime;

namespace FwCorrelate.Ingestion.Leases;

/// <summary>What happened to a connection.</summary>
internal enum ConntrackChange
{
    New,
    Update,
    Destroy,
}

/// <summary>One end-to-end tuple of a connection.</summary>
internal readonly record struct ConntrackTuple(HostAddress Source, HostAddress Destination, ushort SourcePort, ushort DestinationPort);

/// <summary>
/// A line of <c>conntrack -E -o timestamp</c> (conntrack-tools, conntrack(8)): the time, what happened, the protocol, the tuple as sent and
/// the tuple as answered. Where the two are no mirror of each other, an address was translated.
/// </summary>
/// <param name="Lived">How long it had lived, on its end, where the kernel keeps time stamps.</param>
internal sealed record ConntrackEvent(
    Instant Time, ConntrackChange Change, string Protocol, ConntrackTuple Sent, ConntrackTuple Answered, Duration? Lived)
{
    public const string Expectation = "a line of 'conntrack -E -o timestamp', such as [1795430818.56]  [NEW] tcp 6 120 SYN_SENT src=… "
        + "dst=… sport=… dport=… src=… dst=… sport=… dport=…";

    private const int LongestLine = 4096;

    public static ConntrackEvent? TryParse(ReadOnlySpan<byte> line)
    {
        if (line.Length > LongestLine || line is not [(byte)'[', ..])
            return null;
        var words = Encoding.UTF8.GetString(line).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 4 || !TryReadTime(words[0], out var time) || ChangeOf(words) is not var (change, protocol))
            return null;
        return TryReadTuple(words, "src", 0, out var sent) is var next and > 0 && TryReadTuple(words, "src", next, out var answered) > 0
            ? new ConntrackEvent(time, change, protocol, sent, answered, LivedOf(words))
            : null;
    }

    private static bool TryReadTime(string word, out Instant time)
    {
        time = default;
        return word.EndsWith(']') && decimal.TryParse(
            word.AsSpan(1, word.Length - 2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds < 1e11m && UnixTime.IsPlausible((long)seconds) && Set(out time, seconds);
    }

    private static bool Set(out Instant time, decimal seconds)
    {
        time = Instant.FromUnixTimeTicks((long)(seconds * NodaConstants.TicksPerSecond));
        return true;
    }

    // With -o extended the address family stands before the protocol.
    private static (ConntrackChange Change, string Protocol)? ChangeOf(string[] words)
    {
        ConntrackChange? change = words[1] switch
        {
            "[NEW]" => ConntrackChange.New,
            "[UPDATE]" => ConntrackChange.Update,
            "[DESTROY]" => ConntrackChange.Destroy,
            _ => null,
        };
        return change is { } known ? (known, words[2] is "ipv4" or "ipv6" ? words[4] : words[2]) : null;
    }

    private static int TryReadTuple(string[] words, string first, int from, out ConntrackTuple tuple)
    {
        tuple = default;
        var at = Array.FindIndex(words, from, w => w.StartsWith(first + "=", StringComparison.Ordinal));
        if (at < 0 || at + 3 >= words.Length
            || !HostAddress.TryParse(ValueOf(words[at], "src"), out var source)
            || !HostAddress.TryParse(ValueOf(words[at + 1], "dst"), out var destination)
            || !ushort.TryParse(ValueOf(words[at + 2], "sport"), NumberStyles.None, CultureInfo.InvariantCulture, out var sourcePort)
            || !ushort.TryParse(ValueOf(words[at + 3], "dport"), NumberStyles.None, CultureInfo.InvariantCulture, out var destinationPort))
            return -1;
        tuple = new ConntrackTuple(source, destination, sourcePort, destinationPort);
        return at + 4;
    }

    private static string ValueOf(string word, string name) =>
        word.StartsWith(name + "=", StringComparison.Ordinal) ? word[(name.Length + 1)..] : "";

    private static Duration? LivedOf(string[] words) =>
        words.FirstOrDefault(w => w.StartsWith("delta-time=", StringComparison.Ordinal)) is { } word
        && long.TryParse(word["delta-time=".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds < 1L << 32
            ? Duration.FromSeconds(seconds)
            : null;
}
