// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Simulation.Breakout;
using NodaTime;
using NodaTime.Text;

namespace FwCorrelate.Simulation.Writers;

/// <summary>Route 53 Resolver query logs as S3 stores them (Amazon Route 53 developer guide, "Values that appear in Resolver query logs").</summary>
internal static class ResolverQueryLog
{
    private static readonly Duration Before = Duration.FromMilliseconds(6);

    /// <summary>The proxy asks for each name before it connects.</summary>
    public static IEnumerable<string> Lines(IEnumerable<ProxiedRequest> requests) =>
        from request in requests
        where request.Server is not null && char.IsAsciiLetter(request.Host[^1])
        orderby request.Server!.Start, request.Target
        select Line(request, request.Server!.Start - Before);

    private static string Line(ProxiedRequest request, Instant time) => JsonText.Object(writer =>
    {
        writer.WriteString("version", "1.100000");
        writer.WriteString("account_id", "123456789012");
        writer.WriteString("region", "eu-central-1");
        writer.WriteString("vpc_id", "vpc-0a1b2c3d4e5f60718");
        writer.WriteString("query_timestamp", InstantPattern.General.Format(time));
        writer.WriteString("query_name", request.Host + ".");
        writer.WriteString("query_type", "A");
        writer.WriteString("query_class", "IN");
        writer.WriteString("rcode", "NOERROR");
        writer.WriteStartArray("answers");
        writer.WriteStartObject();
        writer.WriteString("Rdata", request.Address);
        writer.WriteString("Type", "A");
        writer.WriteString("Class", "IN");
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteString("srcaddr", BreakoutNetwork.ProxyAddress);
        writer.WriteString("srcport", request.Server!.Source.Port.ToString(CultureInfo.InvariantCulture));
        writer.WriteString("transport", "UDP");
    });
}
