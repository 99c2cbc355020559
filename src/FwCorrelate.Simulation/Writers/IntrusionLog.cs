// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Writers;

/// <summary>
/// Events of Alibaba Cloud Firewall's intrusion prevention as Simple Log Service ships them: <c>internet_ips_log</c> and
/// <c>vpc_ips_log</c>. Members are those of the traffic logs with the signature; the private source stands in <c>src_private_ip</c>.
/// </summary>
internal static class IntrusionLog
{
    /// <summary>One event for each connection that is reported, by the time of the report.</summary>
    /// <param name="shown">What the device's clock shows; the truth where null.</param>
    public static IReadOnlyList<(string Line, SimulatedConnection? Connection)> Lines(
        IEnumerable<SimulatedConnection> connections, string publicAddress, Func<Instant, Instant>? shown = null) =>
    [
        .. from connection in connections
           let started = (shown is null ? connection.Start : shown(connection.Start)).ToUnixTimeSeconds()
           let reported = started + connection.ReportedAfterSeconds
           where reported is not null
           orderby reported, connection.Sequence
           select (Line(connection, started, reported.Value, publicAddress), (SimulatedConnection?)connection),
    ];

    private static string Line(SimulatedConnection connection, long started, long reported, string publicAddress)
    {
        var isInternal = connection.Destination.Address.StartsWith("10.", StringComparison.Ordinal);
        var signature = connection.Signature
            ?? throw new InvalidOperationException($"A connection to {connection.Destination} is reported without a signature.");
        return JsonText.Strings(
        [
            ("__topic__", isInternal ? "cloudfirewall_vpc_ips_log" : "cloudfirewall_ips_log"), ("__time__", Number(reported + 4)),
            ("log_type", isInternal ? "vpc_ips_log" : "internet_ips_log"), ("aliuid", "1000000000000001"),
            ("src_ip", isInternal ? connection.Source.Address : publicAddress),
            ("src_port", Number(isInternal ? connection.Source.Port : connection.TranslatedPort)),
            ("src_private_ip", connection.Source.Address),
            ("dst_ip", connection.Destination.Address), ("dst_port", Number(connection.Destination.Port)), ("ip_protocol", "tcp"),
            ("direction", "out"), ("start_time", Number(started)), ("end_time", Number(reported)),
            ("rule_result", connection.Disposition == Disposition.DroppedAtBorder ? "drop" : "alert"), ("rule_source", "4"),
            ("ips_rule_id", signature.RuleId), ("ips_rule_name", signature.Name), ("ips_rule_name_en", signature.EnglishName),
            ("attack_type_name", signature.AttackType), ("attack_type_name_en", signature.EnglishAttackType),
            ("vul_level", Number(signature.Severity)), ("tcp_seq", Number(connection.Sequence)),
        ]);
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
