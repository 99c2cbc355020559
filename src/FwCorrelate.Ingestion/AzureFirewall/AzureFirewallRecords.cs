// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Mapped;
using FwCorrelate.Ingestion.Members;
using FwCorrelate.Ingestion.Text;
using FwCorrelate.Network;

namespace FwCorrelate.Ingestion.AzureFirewall;

/// <summary>
/// What Azure Firewall's logs mean. A sentence reads <c>TCP request from A:p to B:q. Action: Deny. …</c>, <c>ICMP Type=8 request from A to
/// B. …</c>, or names a host where B stands; <c>HTTPS</c> and <c>HTTP</c> run over TCP.
/// </summary>
internal sealed class AzureFirewallRecords(LogSettings source) : ProxyRecords(AzureFirewallLog.Layout, source, [])
{
    private const string Expectation = "a sentence 'PROTOCOL request from ADDRESS:PORT to ADDRESS:PORT. Action: …'";

    public override bool TryGet(ReadOnlySpan<byte> record, string column, Lookup lookup, out string value)
    {
        if (!ColumnNames.Comparer.Equals(column, HostColumn))
            return lookup(record, column, out value);
        value = "";
        if (!lookup(record, "properties.msg", out var sentence))
            return false;
        var host = AuthorityText.HostOf(Between(Encoding.UTF8.GetBytes(sentence), " to "u8));
        value = HostAddress.TryParse(host, out _) ? "" : Encoding.UTF8.GetString(host).ToLowerInvariant();
        return value.Length > 0;
    }

    protected override string? ReadEnds(in MemberRow<FlowRole> row, ref FlowRecord record)
    {
        var sentence = row[FlowRole.First];
        if (sentence.IsEmpty)
            return base.ReadEnds(row, ref record);
        var from = Between(sentence, " from "u8);
        var to = Between(sentence, " to "u8);
        if (!HostAddress.TryParse(AuthorityText.HostOf(from), out var address) || to.IsEmpty)
            return Excerpt.Unexpected("properties.msg", sentence, Expectation);
        (record.Source, record.SourcePort) = (address, AuthorityText.PortOf(from));
        (record.Destination, record.DestinationPort) = (AuthorityText.AddressOf(to), AuthorityText.PortOf(to));
        var protocol = sentence[..Math.Max(0, sentence.IndexOf((byte)' '))];
        record.Protocol = protocol.StartsWith("HTTP"u8) ? TransportProtocol.Tcp
            : TransportProtocolNames.TryParse(protocol, out var known) ? known : TransportProtocol.None;
        return null;
    }

    protected override string? Complete(in MemberRow<FlowRole> row, ref FlowRecord record)
    {
        var sentence = row[FlowRole.First];
        if (sentence.IsEmpty)
            return null;
        if (Format.Actions.TryFind(Between(sentence, "Action: "u8), out var action))
            record.Action = action;
        return null;
    }

    // Up to the blank, without the point that ends a sentence.
    private static ReadOnlySpan<byte> Between(ReadOnlySpan<byte> text, ReadOnlySpan<byte> mark)
    {
        var at = text.IndexOf(mark);
        if (at < 0)
            return default;
        var rest = text[(at + mark.Length)..];
        var end = rest.IndexOf((byte)' ');
        return (end < 0 ? rest : rest[..end]).TrimEnd(".,"u8);
    }
}
