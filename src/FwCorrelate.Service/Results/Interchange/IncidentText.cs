// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;

namespace FwCorrelate.Service.Results.Interchange;

/// <summary>What every export reads of an incident.</summary>
internal static class IncidentText
{
    public static string LevelOf(StoredDocument incident) =>
        incident.Values("fwcorrelate.rules.level").FirstOrDefault() is { Length: > 0 } level ? level : "informational";

    /// <summary>Whether <c>infrastructure</c> expects it.</summary>
    public static bool IsExpected(StoredDocument incident) => incident.Text("fwcorrelate.suppressed_by") is not null;

    /// <summary>What it says in one line, with who did it where that is known.</summary>
    public static string MessageOf(StoredDocument incident)
    {
        var (call, episode) = (incident.Values("fwcorrelate.tool_call.ids").FirstOrDefault(), incident.Text("fwcorrelate.episode.id"));
        var cause = call is null ? incident.Text("fwcorrelate.sandbox.id") is { } sandbox ? $", sandbox {sandbox}" : ""
            : $", by {call}{(episode is null ? "" : $" of episode {episode}")}";
        return $"{incident.Text("rule.name")}: {incident.Text("fwcorrelate.target")} ({incident.Text("fwcorrelate.verdict")}{cause})";
    }

    /// <summary>Techniques of ATT&amp;CK, the finer ones in place of their parents.</summary>
    public static IReadOnlyList<string> TechniquesOf(StoredDocument incident)
    {
        var fine = incident.Values("threat.technique.subtechnique.id").Distinct(StringComparer.Ordinal).ToList();
        return [.. incident.Values("threat.technique.id").Where(t => !fine.Exists(f => f.StartsWith(t + ".", StringComparison.Ordinal)))
            .Concat(fine).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    public static JsonArray Array(IEnumerable<string> texts) => [.. texts.Select(t => (JsonNode)JsonValue.Create(t))];
}
