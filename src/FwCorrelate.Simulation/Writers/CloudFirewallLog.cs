// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Network;
using FwCorrelate.Simulation.Sensors;
using FwCorrelate.Simulation.World;
using NodaTime;
using NodaTime.Text;

namespace FwCorrelate.Simulation.Writers;

/// <summary>Which of Alibaba Cloud Firewall's logs.</summary>
internal enum Border
{
    Nat,
    Internet,
    Vpc,
}

/// <summary>
/// Alibaba Cloud Firewall traffic logs as Simple Log Service ships them: JSON lines whose values are strings (Cloud Firewall
/// documentation, "Log fields", tables of the NAT, Internet and VPC firewalls).
/// </summary>
/// <param name="publicAddress">Address of the NAT gateway, which the Internet border sees as source.</param>
/// <param name="zone">Set for a formatted query export: session times are then local text without a zone.</param>
internal sealed class CloudFirewallLog(Border border, string publicAddress, DateTimeZone? zone)
{
    public const string NoRule = "00000000-0000-0000-0000-000000000000";

    private static readonly LocalDateTimePattern LocalText = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss");

    public IReadOnlyList<(string Line, SimulatedConnection? Connection)> Lines(IReadOnlyList<SessionSlice> sessions) =>
        [.. sessions.Select(s => (JsonText.Strings(Members(s)), (SimulatedConnection?)s.Connection))];

    private IEnumerable<(string, string)> Members(SessionSlice session)
    {
        var connection = session.Connection;
        var (source, destination) = Ends(connection);
        var isInbound = connection.Cause.Kind == CauseKind.Inbound;
        return
        [
            ("__topic__", "cloudfirewall_access_log"), ("__time__", Number(session.End + 61 + (connection.Sequence % 40))),
            ("log_type", LogType), ("aliuid", "1000000000000001"),
            ("src_ip", source.Address), ("src_port", Number(source.Port)), ("dst_ip", destination.Address),
            ("dst_port", Number(destination.Port)),
            ("ip_protocol", connection.Protocol.Name()), ("start_time", Time(session.Start)), ("end_time", Time(session.End)),
            .. Counters(session, isInbound),
            ("new_conn", session.IsFirst ? "1" : "0"), ("rule_result", Result(connection)), ("acl_rule_id", PolicyRule(connection)),
            ("app_name", connection.Application), ("app_dpi_state", State(connection)), ("domain", connection.Domain),
            ("tcp_seq", Number(connection.Sequence)), ("direction", isInbound ? "in" : "out"),
            .. SignatureMembers(connection), .. PlaceMembers(),
        ];
    }

    /// <summary>The log's own columns, seen from the asset: a session from outside comes in where the asset receives.</summary>
    private static IEnumerable<(string, string)> Counters(SessionSlice session, bool isInbound)
    {
        var seconds = Math.Max(1, session.End - session.Start);
        var (outBytes, inBytes) = isInbound ? (session.BytesIn, session.BytesOut) : (session.BytesOut, session.BytesIn);
        var (outPackets, inPackets) = isInbound ? (session.PacketsIn, session.PacketsOut) : (session.PacketsOut, session.PacketsIn);
        return
        [
            ("in_packet_bytes", Number(inBytes)), ("in_packet_count", Number(inPackets)),
            ("out_packet_bytes", Number(outBytes)), ("out_packet_count", Number(outPackets)),
            ("total_packet_bytes", Number(inBytes + outBytes)), ("total_packet_count", Number(inPackets + outPackets)),
            ("total_bps", Number((inBytes + outBytes) * 8 / seconds)),
        ];
    }

    private (Endpoint Source, Endpoint Destination) Ends(SimulatedConnection connection) => (border, connection.Cause.Kind) switch
    {
        (Border.Internet, CauseKind.Inbound) => (connection.Source, new Endpoint(publicAddress, connection.TranslatedPort)),
        (Border.Internet, _) => (new Endpoint(publicAddress, connection.TranslatedPort), connection.Destination),
        _ => (connection.Source, connection.Destination),
    };

    private IEnumerable<(string, string)> SignatureMembers(SimulatedConnection connection)
    {
        if (border == Border.Nat)
            return [];

        var signature = connection.Disposition is Disposition.ReportedAtBorder or Disposition.DroppedAtBorder ? connection.Signature : null;
        return
        [
            ("ips_rule_id", signature?.RuleId ?? NoRule), ("ips_rule_name", signature?.Name ?? ""),
            ("ips_rule_name_en", signature?.EnglishName ?? ""),
            ("attack_type_name_en", signature?.EnglishAttackType ?? ""), ("vul_level", Number(signature?.Severity ?? 0)),
        ];
    }

    private IEnumerable<(string, string)> PlaceMembers() => border switch
    {
        Border.Nat => [("cloud_instance_id", "ngw-rl-train"), ("src_vpc_id", "vpc-rl-train")],
        Border.Internet => [("country_id", "YY"), ("region_id", "cn-hangzhou")],
        _ => [("firewall_id", "vfw-rl-train"), ("dst_network_instance_id", "vpc-shared-services")],
    };

    private string LogType => border switch
    {
        Border.Nat => "nat_firewall_log",
        Border.Internet => "internet_log",
        _ => "vpc_firewall_log",
    };

    /// <summary>Signatures are matched at the Internet and VPC borders; a drop without one is the NAT border's policy.</summary>
    private string Result(SimulatedConnection connection) => connection.Disposition switch
    {
        Disposition.DroppedAtBorder when border != Border.Nat || connection.Signature is null => "drop",
        Disposition.ReportedAtBorder when border != Border.Nat => "alert",
        _ => "pass",
    };

    private static string PolicyRule(SimulatedConnection connection) =>
        connection is { Disposition: Disposition.DroppedAtBorder, Signature: null } ? "5b0c1c1e-0000-4000-8000-000000000017" : NoRule;

    private string State(SimulatedConnection connection) => connection switch
    {
        _ when Result(connection) == "drop" => "policy_discard",
        { IsEstablished: false } => "tcp_not_establish",
        _ => "success",
    };

    private string Time(long seconds) => zone is null
        ? Number(seconds)
        : LocalText.Format(Instant.FromUnixTimeSeconds(seconds).InZone(zone).LocalDateTime);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
