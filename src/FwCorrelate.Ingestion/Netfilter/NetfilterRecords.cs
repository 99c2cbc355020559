// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Mapped;
using FwCorrelate.Ingestion.Members;

namespace FwCorrelate.Ingestion.Netfilter;

/// <summary>
/// What a logged packet means. The kernel tells no verdict: by convention the rule's prefix does (<c>IPTABLES-DROP</c>, <c>[UFW BLOCK]</c>,
/// <c>FW_BLOCKED</c>, Ubiquiti's <c>-A</c> and <c>-D</c>), and where it does not, none is known.
/// </summary>
internal sealed class NetfilterRecords(LogSettings source) : MappedRecords(NetfilterLog.Layout, source)
{
    private static readonly (byte[] Word, FirewallAction Action)[] Verdicts =
    [
        ("REJECT"u8.ToArray(), FirewallAction.Reject), ("DROP"u8.ToArray(), FirewallAction.Drop), ("DENY"u8.ToArray(),
            FirewallAction.Deny), ("DENIED"u8.ToArray(), FirewallAction.Deny),
        ("BLOCK"u8.ToArray(), FirewallAction.Drop), ("-D]"u8.ToArray(), FirewallAction.Drop), ("-R]"u8.ToArray(), FirewallAction.Reject),
        ("ACCEPT"u8.ToArray(), FirewallAction.Allow),
        ("ALLOW"u8.ToArray(), FirewallAction.Allow), ("-A]"u8.ToArray(), FirewallAction.Allow), ("AUDIT"u8.ToArray(), FirewallAction.Alert),
    ];

    public override bool TryGet(ReadOnlySpan<byte> record, string column, Lookup lookup, out string value) => lookup(
        record,
        ColumnNames.Comparer.Equals(column, LogFormat.IcmpTypeColumn) ? "TYPE"
            : ColumnNames.Comparer.Equals(column, LogFormat.IcmpCodeColumn) ? "CODE" : column,
        out value);

    protected override string? Complete(in MemberRow<FlowRole> row, ref FlowRecord record)
    {
        record.Packets = 1;
        record.Direction = (row[FlowRole.Second].IsEmpty, row[FlowRole.Third].IsEmpty) switch
        {
            (true, false) => FlowDirection.Outbound,
            (false, true) => FlowDirection.Inbound,
            _ => FlowDirection.Unknown,
        };
        record.Action = VerdictOf(row[FlowRole.First]);
        return null;
    }

    private static FirewallAction VerdictOf(ReadOnlySpan<byte> prefix)
    {
        Span<byte> capitals = stackalloc byte[64];
        capitals = capitals[..Math.Min(prefix.Length, capitals.Length)];
        for (var i = 0; i < capitals.Length; i++)
            capitals[i] = prefix[i] is >= (byte)'a' and <= (byte)'z' ? (byte)(prefix[i] - 32) : prefix[i];
        foreach (var (word, action) in Verdicts)
        {
            if (capitals.IndexOf(word) >= 0)
                return action;
        }

        return FirewallAction.Unknown;
    }
}
