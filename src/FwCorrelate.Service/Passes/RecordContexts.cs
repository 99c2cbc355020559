// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Net;
using FwCorrelate.Correlation;
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Network;

namespace FwCorrelate.Service.Passes;

/// <summary>
/// Facts that the join takes from the vendor's own fields of matched records: domain, networks, translations and sequence numbers. Records
/// that tell the same share one object.
/// </summary>
internal sealed class RecordContexts
{
    private const string SequenceColumn = "tcp_seq";
    private readonly Dictionary<Facts, ConnectionContext> _contexts = new(
        )
    { [new Facts("", "", null, null, null, null, null)] = ConnectionContext.Unknown };

    public ConnectionContext Of(RecordReference record)
    {
        var networks = record.Batch.Layout.Format.NetworkColumns.Select(record.Field).OfType<string>().Distinct()
            .Order(StringComparer.Ordinal).ToArray();
        var facts = new Facts(
            (Mapped(record, EcsFields.DestinationDomain) ?? "").ToLowerInvariant(), string.Join('\n', networks),
            Address(Mapped(record, EcsFields.SourceNatIp)), Address(Mapped(record, EcsFields.DestinationNatIp)), Sequence(record),
            record.Batch.File.HoldsRequests ? RequestOf(record) : null, HolderOf(record));
        if (!_contexts.TryGetValue(facts, out var context))
        {
            context = new ConnectionContext(facts.Domain, networks)
            {
                TranslatedSource = facts.Source,
                TranslatedDestination = facts.Destination,
                TcpSequence = facts.Sequence,
                Request = facts.Request,
                Holder = facts.Holder,
            };
            _contexts.Add(facts, context);
        }

        return context;
    }

    private static ProxyRequest RequestOf(RecordReference record)
    {
        var column = record.Batch.Layout.Format.OutgoingColumn;
        return new ProxyRequest(
            Mapped(record, EcsFields.HttpRequestMethod) ?? "", Mapped(record, EcsFields.HttpResponseStatusCode) ?? "",
            Mapped(record, EcsFields.EventAction) ?? "")
        {
            Outgoing = column.Length > 0 && IPEndPoint.TryParse(record.Field(column) ?? "", out var end) && end.Port != 0
                ? new Endpoint(HostAddress.From(end.Address), (ushort)end.Port, record.Record.Protocol) : null,
        };
    }

    private static ToldHolder? HolderOf(RecordReference record) =>
        record.Batch.Layout.Format.HolderColumns.Select(record.Field).FirstOrDefault(id => !string.IsNullOrEmpty(id)) is { } id
            ? new ToldHolder(record.Record.Source, id) : null;

    internal static string? Mapped(RecordReference record, string field)
    {
        foreach (var mapping in record.Batch.Layout.Format.Mappings)
        {
            if (mapping.EcsField == field && record.Field(mapping.Column) is { } value)
                return value;
        }

        return null;
    }

    private static HostAddress? Address(string? text) => HostAddress.TryParse(text, out var address) ? address : null;

    private static long? Sequence(RecordReference record) =>
        record.Record.Protocol == TransportProtocol.Tcp && long.TryParse(
            record.Field(SequenceColumn), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : null;

    private readonly record struct Facts(string Domain, string Networks, HostAddress? Source, HostAddress? Destination, long? Sequence,
        ProxyRequest? Request, ToldHolder? Holder);
}
