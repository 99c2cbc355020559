// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Flows;

namespace FwCorrelate.Ingestion.AlibabaCloudFirewall;

/// <summary>The vendor's vocabulary as records are asked for it, without making text of them: <see cref="Formats.CloudFirewallLog"/> has the words.</summary>
internal static class CloudFirewallWords
{
    /// <summary>Whether a log is of the intrusion prevention system.</summary>
    public static bool IsIntrusionLog(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> logType) =>
        topic.SequenceEqual("cloudfirewall_ips_log"u8) || topic.SequenceEqual("cloudfirewall_vpc_ips_log"u8) || logType.EndsWith("_ips_log"u8);

    /// <summary>Whether a log is at the VPC border, where <c>direction</c> is always <c>out</c> and says nothing.</summary>
    public static bool IsVpcBorder(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> logType) =>
        topic.SequenceEqual("cloudfirewall_vpc_ips_log"u8) || logType.SequenceEqual("vpc_firewall_log"u8) || logType.SequenceEqual("vpc_ips_log"u8);

    /// <summary>Whether a log may lack what makes a flow: DNS requests, TLS inspection, application control.</summary>
    public static bool MayLackFlow(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> logType) =>
        logType.SequenceEqual("dns_firewall_log"u8)
        || (!topic.IsEmpty && !topic.SequenceEqual("cloudfirewall_access_log"u8) && !IsIntrusionLog(topic, logType));

    /// <summary><c>alert</c> is reported and let through.</summary>
    /// <param name="userAction">The number that intrusion logs since 2026 tell where there is no word.</param>
    public static FirewallAction Action(ReadOnlySpan<byte> ruleResult, ReadOnlySpan<byte> userAction)
    {
        var word = ruleResult.IsEmpty ? userAction : ruleResult;
        return word switch
        {
            [(byte)'0'] => FirewallAction.Allow,
            [(byte)'1'] => FirewallAction.Alert,
            [(byte)'2'] => FirewallAction.Drop,
            _ when Ascii.EqualsIgnoreCase(word, "pass"u8) => FirewallAction.Allow,
            _ when Ascii.EqualsIgnoreCase(word, "alert"u8) => FirewallAction.Alert,
            _ when Ascii.EqualsIgnoreCase(word, "drop"u8) || Ascii.EqualsIgnoreCase(word, "discard"u8) => FirewallAction.Drop,
            _ => FirewallAction.Unknown,
        };
    }

    public static FlowDirection Direction(ReadOnlySpan<byte> direction) => direction switch
    {
        _ when direction.SequenceEqual("out"u8) => FlowDirection.Outbound,
        _ when direction.SequenceEqual("in"u8) => FlowDirection.Inbound,
        _ => FlowDirection.Unknown,
    };

    /// <summary>All zeros stand for no rule.</summary>
    public static bool IsRule(ReadOnlySpan<byte> id) => id.IndexOfAnyExcept((byte)'0', (byte)'-') >= 0;
}
