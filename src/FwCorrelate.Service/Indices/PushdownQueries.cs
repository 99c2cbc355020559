// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Cases;
using FwCorrelate.Correlation;
using FwCorrelate.Documents;
using FwCorrelate.Elastic.Queries;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Ecs;
using FwCorrelate.Matching;
using FwCorrelate.Network;
using FwCorrelate.Service.Passes;

namespace FwCorrelate.Service.Indices;

/// <summary>
/// What is asked of an index in place of everything. Only our own documents are chosen among: what they hold is known. Those of others are
/// fetched whole, and so is whatever a pass would count or complain about.
/// </summary>
internal sealed class PushdownQueries(NecessaryCondition necessary, MappedFields fields, CaseSettings settings)
{
    /// <summary>More endpoints than this are as good as everything.</summary>
    private const int MostEndpoints = 20_000;

    // Engines refuse more than 1,024 (indices.query.bool.max_clause_count), and there are others beside them.
    private const int MostClauses = 900;
    private const int MostGroups = 200;

    private const int LastServicePort = 32_767;
    private readonly NecessaryQuery _query = new(fields, EcsWords.WordsOfActions);

    /// <summary>Fields that queries may be about.</summary>
    public static IEnumerable<string> FieldsOf(NecessaryCondition necessary) =>
        NecessaryQuery.Fields.Concat(NecessaryQuery.ColumnsOf(necessary)).Distinct(StringComparer.Ordinal);

    /// <summary>Whether anything may be left where it is, by a query that the engine takes: else there is no use in asking twice.</summary>
    public bool IsSelective => fields.IsKeyword(NecessaryQuery.OwnMark) && fields.IsTime(EcsFields.EventStart)
        && fields.IsTime(EcsFields.EventEnd)
        && _query.Of(necessary) is var query && !query.ContainsKey("match_all") && QueryDsl.Clauses(query) <= MostClauses;

    /// <summary>Records that may match, those that tell of losses, and everything that is not ours or was not read well.</summary>
    public JsonObject MayMatch() => QueryDsl.Any(
    [
        Foreign(), _query.Of(necessary), QueryDsl.Term(OwnFields.RecordLoss, "skipdata"), QueryDsl.Term(
            EcsFields.EventKind, "pipeline_error"), QueryDsl.Exists("_ignored"),
    ]);

    /// <summary>
    /// All records of the endpoints that matched, and sessions from outside into the addresses that did; null where that is everything.
    /// </summary>
    public JsonObject? Beside(Gathering wanted)
    {
        if (wanted.Endpoints.Count > MostEndpoints || wanted.Addresses.Count > MostEndpoints)
            return null;
        List<JsonObject> clauses = [];
        foreach (var (end, port) in new[] { (RecordEnd.Destination, EcsFields.DestinationPort), (RecordEnd.Source, EcsFields.SourcePort) })
            clauses.AddRange(OfEndpoints(wanted.Endpoints, end, port));
        if (wanted.Addresses.Count > 0)
            clauses.AddRange(SessionsFromOutside(wanted.Addresses));
        return QueryDsl.Any(clauses);
    }

    private static JsonObject Foreign() => QueryDsl.Not(QueryDsl.Exists(NecessaryQuery.OwnMark));

    // By port or by address, whichever makes fewer questions. Port 0 stands for none.
    private static IEnumerable<JsonObject> OfEndpoints(IReadOnlySet<Endpoint> endpoints, RecordEnd end, string portField)
    {
        var (ports, addresses) = (endpoints.Select(e => e.Port).Distinct().Count(), endpoints.Select(e => e.Address).Distinct().Count());
        if (Math.Min(ports, addresses) > MostGroups)
        {
            yield return NecessaryQuery.IsAnyOf(end, endpoints.Select(e => e.Address).Distinct().Order());
            yield break;
        }

        foreach (var group in endpoints.GroupBy(
            e => ports <= addresses ? e.Port.ToString(System.Globalization.CultureInfo.InvariantCulture) : e.Address.ToString()))
        {
            var isOfAddress = NecessaryQuery.IsAnyOf(end, group.Select(e => e.Address).Distinct().Order());
            yield return group.Any(e => e.Port == 0)
                ? isOfAddress
                : QueryDsl.All([isOfAddress, new JsonObject { ["terms"] = new JsonObject { [portField] = new JsonArray([.. group.Select(e =>
                    (int)e.Port).Distinct().Order().Select(p => JsonValue.Create(p))]) } }]);
        }
    }

    // See GatheringVisitor: allowed, opened from outside, into an address that matched. Which side opened is judged by ports below the
    // ephemeral range.
    private IEnumerable<JsonObject> SessionsFromOutside(IReadOnlySet<HostAddress> addresses)
    {
        var allowed = _query.Of(
            new NecessaryCondition.ActionIn(new HashSet<FirewallAction> { FirewallAction.Allow, FirewallAction.Alert }));
        var ordered = addresses.Order().ToList();
        yield return QueryDsl.All(
        [
            NecessaryQuery.IsAnyOf(RecordEnd.Destination, ordered), QueryDsl.Not(
                NecessaryQuery.InNetworks(RecordEnd.Source, settings.InternalNetworks)), allowed,
            QueryDsl.Any([QueryDsl.Exists(OwnFields.RecordInitiator), IsService(EcsFields.DestinationPort)]),
        ]);
        yield return QueryDsl.All(
        [
            NecessaryQuery.IsAnyOf(RecordEnd.Source, ordered), QueryDsl.Not(
                NecessaryQuery.InNetworks(RecordEnd.Destination, settings.InternalNetworks)),
            (JsonObject)allowed.DeepClone(), IsService(EcsFields.SourcePort), QueryDsl.Not(QueryDsl.Exists(OwnFields.RecordInitiator)),
        ]);
    }

    private static JsonObject IsService(string port) =>
        QueryDsl.Any([QueryDsl.Range(port, null, LastServicePort), QueryDsl.Not(QueryDsl.Exists(port))]);
}
