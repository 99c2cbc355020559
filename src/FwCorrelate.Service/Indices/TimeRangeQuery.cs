// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Documents;
using FwCorrelate.Elastic.Ecs;
using NodaTime;

namespace FwCorrelate.Service.Indices;

/// <summary><c>--from</c> and <c>--to</c> as a query: a superset, since sources write <c>@timestamp</c> later than what it is of.</summary>
internal static class TimeRangeQuery
{
    /// <summary>
    /// How long after a flow's start its document may be stamped: GCP's flow logs are the latest known, ten minutes of window and eleven of
    /// delay.
    /// </summary>
    private static readonly Duration LatestStamp = Duration.FromMinutes(30);

    /// <summary>Null where both ends are open.</summary>
    /// <param name="lead">What is read before the start, to know the connections that were open then.</param>
    public static JsonObject? Of(Instant? from, Instant? to, Duration lead)
    {
        if (from is null && to is null)
            return null;
        var should = new JsonArray();
        foreach (var (field, late) in new[] { (EcsFields.EventStart, Duration.Zero), (EcsFields.EventEnd, LatestStamp),
            (EcsFields.Timestamp, LatestStamp) })
        {
            var range = new JsonObject();
            if (from is { } start)
                range["gte"] = EcsTime.Format(start - lead);
            if (to is { } end)
                range["lt"] = EcsTime.Format(end + late + Duration.FromMilliseconds(1));
            should.Add(new JsonObject { ["range"] = new JsonObject { [field] = range } });
        }

        // Calls, spans and leases hold at times other than the one they are stored under.
        foreach (var field in new[] { OwnFields.CallStartBasis, OwnFields.LeaseAddress, "span_id", "SpanId" })
            should.Add(new JsonObject { ["exists"] = new JsonObject { ["field"] = field } });
        return new JsonObject { ["bool"] = new JsonObject { ["should"] = should, ["minimum_should_match"] = 1 } };
    }
}
