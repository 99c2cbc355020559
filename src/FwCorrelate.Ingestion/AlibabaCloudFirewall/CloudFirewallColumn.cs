// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.AlibabaCloudFirewall;

/// <summary>A column that a record is made of; see <see cref="CloudFirewallLog.Columns"/>.</summary>
internal enum CloudFirewallColumn
{
    Topic,
    LogType,
    StartTime,
    EndTime,
    SourceAddress,
    SourcePrivateAddress,
    SourcePort,
    DestinationAddress,
    DestinationPort,
    Protocol,
    Direction,
    RuleResult,
    UserAction,
    IpsRuleId,
    IpsAiRuleId,
    IpsRuleName,
    TotalBytes,
    InBytes,
    OutBytes,
    TotalPackets,
    InPackets,
    OutPackets,
    CloudInstance,
    Firewall,
    Region,
}
