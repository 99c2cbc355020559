// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Installation;

namespace FwCorrelate.Elastic.Diagnosis;

/// <summary>Which of our works these credentials may do.</summary>
internal sealed class RightsCheck(ISearchEngine engine, string logs)
{
    private const string Name = "rights";

    // Where collectors store spans; --timeline 'elastic:traces-*' reads them.
    private const string Traces = "traces-*";

    public async Task<IEnumerable<CheckResult>> RunAsync(CancellationToken cancellationToken) =>
        engine.Dialect.Product == EngineProduct.Elasticsearch
        ? await OfElasticsearchAsync(cancellationToken).ConfigureAwait(false)
        : await OfOpenSearchAsync(cancellationToken).ConfigureAwait(false);

    // One question for each role: has who asks what the role has?
    private async Task<IEnumerable<CheckResult>> OfElasticsearchAsync(CancellationToken cancellationToken)
    {
        var results = new List<CheckResult>();
        foreach (var role in RoleFiles.Names)
        {
            var descriptor = JsonNode.Parse(RoleFiles.Of(EngineProduct.Elasticsearch, role))!;
            var body = new JsonObject { ["cluster"] = descriptor["cluster"]!.DeepClone(), ["index"] = descriptor["indices"]!.DeepClone() };
            var reply = await engine.SendAsync(HttpMethod.Post, "_security/user/_has_privileges", EngineBody.Json(body), cancellationToken)
                .ConfigureAwait(false);
            if (IsWithoutSecurity(reply))
                return [NoSecurity()];
            results.Add(Told(role, [.. Missing(reply.Required("ask for rights").Json)]));
        }

        return results;
    }

    private static IEnumerable<string> Missing(JsonElement answer)
    {
        foreach (var right in answer.GetProperty("cluster").EnumerateObject().Where(r => r.Value.ValueKind == JsonValueKind.False))
            yield return right.Name;
        foreach (var index in answer.GetProperty("index").EnumerateObject())
        {
            foreach (var right in index.Value.EnumerateObject().Where(r => r.Value.ValueKind == JsonValueKind.False))
                yield return $"{right.Name} on {index.Name}";
        }
    }

    // OpenSearch tells who asks, not what they may do: what changes nothing is tried.
    private async Task<IEnumerable<CheckResult>> OfOpenSearchAsync(CancellationToken cancellationToken)
    {
        var who = await engine.SendAsync(HttpMethod.Get, "_plugins/_security/authinfo", EngineBody.None, cancellationToken)
            .ConfigureAwait(false);
        if (IsWithoutSecurity(who))
            return [NoSecurity()];
        var answer = who.Required("ask who this is").Json;
        var roles = answer.TryGetProperty("roles", out var list) ? string.Join(", ", list.EnumerateArray().Select(r => r.ToString()))
            : "none";
        return
        [
            new CheckResult(
                Name, CheckOutcome.Good, $"{answer.GetProperty("user_name")} has the roles {roles} (what may be written was not tried)"),
            await TriedAsync("fwcorrelate-reader", [.. Reads(logs), .. Reads(Traces)], cancellationToken).ConfigureAwait(false),
            await TriedAsync("fwcorrelate-installer", ["GET " + InstallableAsset.PathOf(AssetKind.ComponentTemplate) + "fwcorrelate*"],
                cancellationToken).ConfigureAwait(false),
        ];
    }

    // What investigate asks of indices, one of each kind.
    private IEnumerable<string> Reads(string indices)
    {
        var path = IndexPath.Of(indices);
        return
        [
            $"GET {path}/_count", $"GET {path}/_field_caps?fields=event.kind", $"GET {path}/_mapping?filter_path=*.mappings.dynamic",
                $"POST {path}/_search?size=0",
            "POST " + engine.Dialect.OpenPointInTime(path, "10s"),
        ];
    }

    private async Task<CheckResult> TriedAsync(string role, IEnumerable<string> calls, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        foreach (var call in calls)
        {
            var (method, path) = (call.Split(' ')[0], call.Split(' ')[1]);
            try
            {
                await engine.SendAsync(new HttpMethod(method), path, EngineBody.None, cancellationToken).ConfigureAwait(false);
            }
            catch (EngineException exception) when (exception.Failure == EngineFailure.Forbidden)
            {
                missing.Add($"{method} /{path.Split('?')[0]}");
            }
        }

        return Told(role, missing);
    }

    private static CheckResult Told(string role, IReadOnlyList<string> missing) => missing.Count == 0
        ? new CheckResult(Name, CheckOutcome.Good, $"may work as {role}")
        : new CheckResult(Name, CheckOutcome.Warning,
            $"may not work as {role}: {string.Join(", ", missing.Take(4))}{(missing.Count > 4 ? ", …" : string.Empty)}",
            $"if that is what these credentials are for, give them the role (fwcorrelate elastic build writes roles/{role}.json)");

    private static bool IsWithoutSecurity(EngineReply reply) => reply.Status is 400 or 404 or 405;

    private static CheckResult NoSecurity() => new(Name, CheckOutcome.Warning,
        "the engine has no security: whoever reaches it may read and change everything",
        "switch security on before anything but tests is stored there");
}
