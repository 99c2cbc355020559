// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Correlation;
using FwCorrelate.Documents;
using FwCorrelate.Network;
using FwCorrelate.Redaction;

namespace FwCorrelate.Elastic.Ecs;

/// <summary>
/// A connection with its cause as an ECS document, for <c>fwcorrelate connections</c>; source is the end whose cause is asked for.
/// </summary>
public static class ConnectionDocument
{
    private static readonly string[] Category = ["network"];

    /// <param name="redaction">How the command is written.</param>
    public static EcsDocument Of(AttributedConnection listed, ArgumentRedaction redaction)
    {
        ArgumentNullException.ThrowIfNull(listed);
        var (acting, target, connection) = (listed.Acting, listed.Target, listed.Connection);
        var hasPorts = CommunityId.HasPorts(acting.Protocol);
        var document = new EcsDocument()
            .Set(EcsFields.Timestamp, EcsTime.Format(connection.Start))
            .Set(EcsFields.EcsVersion, EcsDocument.EcsVersion)
            .Set(EcsFields.EventKind, "event")
            .Set(EcsFields.EventCategory, Category)
            .Set(EcsFields.EventType, ["connection", listed.IsDenied ? "denied" : "allowed"])
            .Set(EcsFields.EventStart, EcsTime.Format(connection.Start))
            .Set(EcsFields.EventEnd, EcsTime.Format(connection.End))
            .Set(EcsFields.EventDuration, EcsTime.Nanoseconds(connection.End - connection.Start))
            .Set(EcsFields.SourceIp, acting.Address.ToString())
            .Set(EcsFields.SourcePort, hasPorts ? acting.Port : (long?)null)
            .Set(EcsFields.SourceBytes, listed.BytesOut)
            .Set(EcsFields.DestinationIp, target.Address.IsName ? null : target.Address.ToString())
            .Set(EcsFields.DestinationPort, hasPorts ? target.Port : (long?)null)
            .Set(EcsFields.DestinationDomain, listed.Domain)
            .Set(EcsFields.NetworkTransport, acting.Protocol.Name())
            .Set(EcsFields.NetworkCommunityId, hasPorts
                && acting.Port != 0 && !target.Address.IsName
                ? CommunityId.Of(acting.Address, target.Address, acting.Port, target.Port, acting.Protocol) : null);
        AttributionDocument.AddConnection(document, connection);
        document.Set(OwnFields.ConnectionInbound, listed.IsInbound)
            .Set(OwnFields.ConnectionSensors, listed.Sensors)
            .Set(OwnFields.ConnectionSources, listed.Sources)
            .Set(OwnFields.ConnectionUnexplainedEgress, listed.IsUnexplainedEgress);
        AttributionDocument.AddAttribution(document, listed.Attribution);
        AttributionDocument.AddAgent(document, listed.Attribution);
        document.Set(OwnFields.SandboxCandidates, listed.Attribution.Sandboxes)
            .Set(OwnFields.Command, CommandOf(listed.Attribution, redaction))
            .Set(OwnFields.Background, AttributionDocument.Masked(listed.Background))
            .Set(OwnFields.WouldDecide, AttributionDocument.Masked(listed.WouldDecide))
            .Set(OwnFields.Rules, AttributionDocument.Rules(listed.Rules))
            .Set(OwnFields.SuppressedBy, listed.SuppressedBy);
        return OriginFields.Add(document, OwnFields.Record + ".", listed.First);
    }

    private static string? CommandOf(Attribution attribution, ArgumentRedaction redaction) =>
        (attribution.Call?.Command ?? attribution.Call?.Arguments) is { } command ? CommandRedaction.Apply(command, redaction) : null;
}
