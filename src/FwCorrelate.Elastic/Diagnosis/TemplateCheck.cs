// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Installation;
using FwCorrelate.Elastic.Store;

namespace FwCorrelate.Elastic.Diagnosis;

/// <summary>Whether another template takes our names, and whether what exists was made by ours.</summary>
internal sealed class TemplateCheck(ISearchEngine engine, IReadOnlyList<InstallableAsset> assets)
{
    public async Task<IEnumerable<CheckResult>> RunAsync(CancellationToken cancellationToken)
    {
        var results = new List<CheckResult>();
        var names = StoreName.Streams.Select(s => StoreName.DataStream(s, "doctor")).Append(StoreName.IncidentAlias + "-2000.01");
        foreach (var name in names)
        {
            var reply = await engine.SendAsync(
                HttpMethod.Post, "_index_template/_simulate_index/" + name, EngineBody.None, cancellationToken).ConfigureAwait(false);
            if (reply.Status == 404
                || !reply.Required($"ask which template {name} would get").Json.TryGetProperty("template", out var template))
                continue; // No template at all: told as missing.
            if (!IsOurs(template))
                results.Add(Taken(name, reply.Json));
        }

        results.AddRange(await IndicesAsync(cancellationToken).ConfigureAwait(false));
        if (results.Count == 0)
            results.Add(new CheckResult("templates", CheckOutcome.Good,
                $"no template of anyone else takes names of our {assets.Count(a => a.Kind == AssetKind.IndexTemplate)} index templates"));
        return results;
    }

    // Ours are strict and have our record of rules or incidents.
    private static bool IsOurs(JsonElement template) =>
        template.TryGetProperty("mappings", out var mappings) && mappings.TryGetProperty("properties", out var properties)
            && properties.TryGetProperty("fwcorrelate", out _);

    private static CheckResult Taken(string name, JsonElement answer)
    {
        var others = answer.TryGetProperty("overlapping", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(o => o.GetProperty("name").GetString()!)
            .Where(n => !n.StartsWith(StoreName.Prefix, StringComparison.Ordinal)).ToArray()
            : [];
        var found = $"{name} would get a template that is not "
            + $"ours{(others.Length > 0 ? $"; overlapping: {string.Join(", ", others)}" : string.Empty)}";
        return new CheckResult(
            "templates", CheckOutcome.Bad, found, "install ours, or give the other template a priority below 501 or another pattern");
    }

    // An index that was made before the template has mappings of the engine's own guesses.
    private async Task<IEnumerable<CheckResult>> IndicesAsync(CancellationToken cancellationToken)
    {
        var stored = await StoredData.FindAsync(engine, cancellationToken).ConfigureAwait(false);
        return stored.Where(d => !d.IsDataStream && !d.Name.StartsWith(StoreName.IncidentAlias, StringComparison.Ordinal))
            .Select(d => new CheckResult("templates", CheckOutcome.Bad,
                $"{d.Name} is an index, not a data stream: it was written to before the templates were there",
                "run fwcorrelate elastic install, copy what it holds (POST _reindex, op_type create) under another name, delete it, and "
                + "copy back"));
    }
}
