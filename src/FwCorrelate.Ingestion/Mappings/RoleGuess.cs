// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using FwCorrelate.Ingestion.Text;
using FwCorrelate.Network;
using NodaTime;

namespace FwCorrelate.Ingestion.Mappings;

/// <summary>
/// Guesses what columns mean by their names, where their values agree. A guess is a line of a draft for a person to read, never more.
/// </summary>
internal static class RoleGuess
{
    private static readonly ZoneClock Clock = new(DateTimeZone.Utc, new YearMonth(2026, 12));

    // Without case, hyphens, underscores and points; the more telling names first.
    private static readonly (string Role, string[] Names, Func<string, bool> Fits)[] LogNames =
    [
        ("start", ["start", "starttime", "startts", "flowstart", "begin", "first", "firstseen", "startedat"], IsTime),
        ("end", ["end", "endtime", "endts", "flowend", "last", "lastseen", "stop", "endedat", "finishedat"], IsTime),
        ("time", ["timestamp", "time", "ts", "eventtime", "datetime", "date", "logtime", "t", "when"], IsTime),
        ("duration", ["duration", "durationms", "durationus", "durations", "elapsed", "elapsedms", "dur", "took"], IsNumber),
        ("source", ["srcip", "sourceip", "srcaddr", "sourceaddress", "src", "source", "clientip", "client", "saddr", "sip", "fromip",
            "from"], IsEnd),
        ("source_port", ["srcport", "sourceport", "sport", "clientport", "fromport"], IsPort),
        ("destination", ["dstip", "destinationip", "destip", "dstaddr", "destinationaddress", "dst", "dest", "destination", "serverip",
            "server", "daddr", "dip", "toip", "to", "upstream"], IsEnd),
        ("destination_port", ["dstport", "destinationport", "destport", "dport", "serverport", "toport"], IsPort),
        ("destination_name", ["host", "hostname", "domain", "sni", "servername", "url", "fqdn", "dsthost", "desthost", "destinationdomain"],
            IsText),
        ("protocol", ["protocol", "proto", "transport", "ipprotocol", "l4proto"], IsText),
        ("action", ["action", "verdict", "disposition", "decision", "result", "policyaction", "outcome"], IsText),
        ("direction", ["direction", "dir", "flowdirection"], IsText),
        ("bytes_sent", ["bytessent", "sentbytes", "bytesout", "outbytes", "txbytes", "bytestoserver", "up"], IsNumber),
        ("bytes_received", ["bytesreceived", "receivedbytes", "bytesin", "inbytes", "rxbytes", "bytestoclient", "down"], IsNumber),
        ("bytes", ["bytes", "size", "totalbytes", "octets", "length", "len"], IsNumber),
        ("packets_sent", ["packetssent", "sentpackets", "packetsout", "txpackets"], IsNumber),
        ("packets_received", ["packetsreceived", "receivedpackets", "packetsin", "rxpackets"], IsNumber),
        ("packets", ["packets", "pkts", "totalpackets"], IsNumber),
        ("sensor", ["sensor", "device", "firewall", "gateway", "interface", "observer", "devname"], IsText),
        ("sandbox", ["sandbox", "sandboxid", "pod", "podname", "podid", "container", "containerid"], IsText),
    ];

    private static readonly (string Role, string[] Names, Func<string, bool> Fits)[] TraceNames =
    [
        (TraceRoles.Start, ["start", "starttime", "startedat", "startts", "begin", "started", "timestamp", "time", "ts", "createdat", "t"],
            IsTime),
        (TraceRoles.End, ["end", "endtime", "endedat", "endts", "finishedat", "finished", "completed", "completedat", "stop"], IsTime),
        (TraceRoles.Duration, ["duration", "durationms", "durationus", "durations", "elapsed", "elapsedms", "executiontime", "tookms",
            "latencyms"], IsNumber),
        (TraceRoles.Command, ["command", "cmd", "code", "script", "shellcommand", "bash", "commandline"], IsText),
        (TraceRoles.Arguments, ["arguments", "args", "toolinput", "toolargs", "parameters", "params", "kwargs", "input"], IsText),
        (TraceRoles.Tool, ["tool", "toolname", "functionname", "function", "fn", "func", "name", "action"], IsText),
        (TraceRoles.Call, ["callid", "toolcallid", "invocationid", "actionid", "id"], IsText),
        (TraceRoles.Episode, ["episode", "episodeid", "trajectory", "trajectoryid", "trajid", "traj", "rollout", "rolloutid", "session",
            "sessionid", "conversationid", "sampleid", "traceid"], IsText),
        (TraceRoles.Run, ["run", "runid", "experiment", "experimentname", "expname", "job", "jobid"], IsText),
        (TraceRoles.Step, ["globalstep", "trainstep", "trainingstep", "step"], IsText),
        (TraceRoles.Turn, ["turn", "turnid", "turnno"], IsText),
        (TraceRoles.Task, ["task", "taskid", "taskname", "problemid", "instanceid", "instance"], IsText),
        (TraceRoles.Sandbox, ["sandbox", "sandboxid", "container", "containerid", "pod", "podname", "poduid", "vmid"], IsText),
        (TraceRoles.Host, ["host", "hostname", "hostid", "node", "nodename", "worker", "machine"], IsText),
        (TraceRoles.Address, ["sandboxip", "podip", "containerip", "ip", "address", "hostip"], IsAddress),
    ];

    /// <summary>Columns by role, in the order of the roles; each column once.</summary>
    public static IReadOnlyList<(string Role, string Column)> Of(FileSample sample, bool isLog)
    {
        var guesses = new List<(string Role, string Column)>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (role, names, fits) in isLog ? LogNames : TraceNames)
        {
            // Within objects the last part of a path is asked too.
            var found = names.SelectMany(n => sample.Names.Where(c => Bare(c) == n))
                .Concat(names.SelectMany(n => sample.Names.Where(c => Bare(c[(c.LastIndexOf('.') + 1)..]) == n)))
                .FirstOrDefault(c => !taken.Contains(c) && sample.ValuesOf(c) is { Count: > 0 } values && values.All(fits));
            if (found is null || (role == "time" && guesses.Exists(g => g.Role == "start")))
                continue;
            taken.Add(found);
            guesses.Add((role, found));
        }

        return guesses;
    }

    /// <summary>The unit that a duration's name tells.</summary>
    public static string UnitOf(string column) => Bare(column) switch
    {
        var name when name.EndsWith("ms", StringComparison.Ordinal) || name.EndsWith("millis", StringComparison.Ordinal) => "ms",
        var name when name.EndsWith("us", StringComparison.Ordinal) || name.EndsWith("micros", StringComparison.Ordinal) => "us",
        var name when name.EndsWith("ns", StringComparison.Ordinal) && name != "durations" => "ns",
        _ => "s",
    };

    private static string Bare(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    private static bool IsText(string value) => value.Length > 0;

    private static bool IsNumber(string value) =>
        decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);

    private static bool IsPort(string value) => ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static bool IsAddress(string value) => HostAddress.TryParse(value, out _);

    private static bool IsEnd(string value) => IsAddress(value) || AuthorityText.TryParse(Encoding.UTF8.GetBytes(value), out _, out _);

    private static bool IsTime(string value) => StampText.TryParse(Encoding.UTF8.GetBytes(value), Clock, out _, out _);
}
