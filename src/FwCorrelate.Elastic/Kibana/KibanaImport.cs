// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Elastic.Kibana;

/// <summary>What an import came to.</summary>
/// <param name="Imported">Objects that Kibana took.</param>
/// <param name="Refusals">A line for each object that it did not take: which, and why.</param>
public sealed record KibanaImport(int Imported, IReadOnlyList<string> Refusals)
{
    /// <summary>
    /// Reads the answer of either import API: <c>successCount</c>, <c>errors[] {type, id, error: {type}}</c> for saved objects,
    /// <c>success_count</c>, <c>errors[] {rule_id, error: {message}}</c> for rules.
    /// </summary>
    /// <exception cref="EngineException">It is no such answer.</exception>
    internal static KibanaImport Of(EngineReply reply, string purpose)
    {
        var answer = reply.Json;
        if (answer.ValueKind != JsonValueKind.Object
            || !(answer.TryGetProperty("successCount", out var count) || answer.TryGetProperty("success_count", out count))
            || !count.TryGetInt32(out var imported))
        {
            throw new EngineException(EngineFailure.Unreadable,
                $"cannot {purpose}: the answer has no count of imported objects: is there a proxy in between, or a server that is not "
                + "Kibana?");
        }

        var refusals = answer.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array
            ? errors.EnumerateArray().Select(Refusal).ToArray()
            : [];
        return new KibanaImport(imported, refusals);
    }

    private static string Refusal(JsonElement error)
    {
        var name = string.Join(' ', new[] { Text(error, "type"), Text(error, "id"), Text(error, "rule_id") }.Where(t => t.Length > 0));
        var reason = error.ValueKind == JsonValueKind.Object && error.TryGetProperty("error", out var inner)
            ? string.Join(": ", new[] { Text(inner, "type"), Text(inner, "message") }.Where(t => t.Length > 0))
            : "";
        return ServerText.Cut(string.Create(CultureInfo.InvariantCulture, $"{name}: {(reason.Length > 0 ? reason : "no reason given")}"));
    }

    private static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
