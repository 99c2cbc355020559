// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Correlation;
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
            .Set("@timestamp", EcsTime.Format(connection.Start))
            .Set("ecs.version", EcsDocument.EcsVersion)
            .Set("event.kind", "event")
            .Set("event.category", Category)
            .Set("event.type", ["connection", listed.IsDenied ? "denied" : "allowed"])
            .Set("event.start", EcsTime.Format(connection.Start))
            .Set("event.end", EcsTime.Format(connection.End))
            .Set("event.duration", EcsTime.Nanoseconds(connection.End - connection.Start))
            .Set("source.ip", acting.Address.ToString())
            .Set("source.port", hasPorts ? acting.Port : (long?)null)
            .Set("source.bytes", listed.BytesOut)
            .Set("destination.ip", target.Address.ToString())
            .Set("destination.port", hasPorts ? target.Port : (long?)null)
            .Set("destination.domain", listed.Domain)
            .Set("network.transport", acting.Protocol.Name())
            .Set("network.community_id", hasPorts
                && acting.Port != 0 ? CommunityId.Of(acting.Address, target.Address, acting.Port, target.Port, acting.Protocol) : null);
        AttributionDocument.AddConnection(document, connection);
        document.Set("fwcorrelate.connection.inbound", listed.IsInbound)
            .Set("fwcorrelate.connection.sensors", listed.Sensors)
            .Set("fwcorrelate.connection.sources", listed.Sources)
            .Set("fwcorrelate.connection.unexplained_egress", listed.IsUnexplainedEgress);
        AttributionDocument.AddAttribution(document, listed.Attribution);
        AttributionDocument.AddAgent(document, listed.Attribution);
        document.Set("fwcorrelate.sandbox.candidates", listed.Attribution.Sandboxes)
            .Set("fwcorrelate.command", CommandOf(listed.Attribution, redaction))
            .Set("fwcorrelate.background", AttributionDocument.Masked(listed.Background))
            .Set("fwcorrelate.would_decide", AttributionDocument.Masked(listed.WouldDecide))
            .Set("fwcorrelate.rules", AttributionDocument.Rules(listed.Rules))
            .Set("fwcorrelate.suppressed_by", listed.SuppressedBy);
        return OriginFields.Add(document, "fwcorrelate.record.", listed.First);
    }

    private static string? CommandOf(Attribution attribution, ArgumentRedaction redaction) =>
        (attribution.Call?.Command ?? attribution.Call?.Arguments) is { } command ? CommandRedaction.Apply(command, redaction) : null;
}
