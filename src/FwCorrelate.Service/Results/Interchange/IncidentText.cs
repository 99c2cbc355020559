// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Documents;

namespace FwCorrelate.Service.Results.Interchange;

/// <summary>What every export reads of an incident.</summary>
internal static class IncidentText
{
    public static string LevelOf(StoredDocument incident) =>
        incident.Values(OwnFields.RulesLevel).FirstOrDefault() is { Length: > 0 } level ? level : "informational";

    /// <summary>Whether <c>infrastructure</c> expects it.</summary>
    public static bool IsExpected(StoredDocument incident) => incident.Text(OwnFields.SuppressedBy) is not null;

    /// <summary>What it says in one line, with who did it where that is known.</summary>
    public static string MessageOf(StoredDocument incident)
    {
        var (call, episode) = (incident.Values(OwnFields.ToolCallIds).FirstOrDefault(), incident.Text(OwnFields.EpisodeId));
        var cause = call is null ? incident.Text(OwnFields.SandboxId) is { } sandbox ? $", sandbox {sandbox}" : ""
            : $", by {call}{(episode is null ? "" : $" of episode {episode}")}";
        return $"{incident.Text(EcsFields.RuleName)}: {incident.Text(OwnFields.Target)} ({incident.Text(OwnFields.Verdict)}{cause})";
    }

    /// <summary>Techniques of ATT&amp;CK, the finer ones in place of their parents.</summary>
    public static IReadOnlyList<string> TechniquesOf(StoredDocument incident)
    {
        var fine = incident.Values(EcsFields.ThreatTechniqueSubtechniqueId).Distinct(StringComparer.Ordinal).ToList();
        return [.. incident.Values(EcsFields.ThreatTechniqueId).Where(t => !fine.Exists(f => f.StartsWith(t + ".", StringComparison.Ordinal)))
            .Concat(fine).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    public static JsonArray Array(IEnumerable<string> texts) => [.. texts.Select(t => (JsonNode)JsonValue.Create(t))];
}
