// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Elastic.Ecs;

/// <summary>
/// MITRE ATT&amp;CK tactics and techniques out of Sigma tags (Sigma tags appendix, namespace <c>attack</c>), distinct and in order.
/// </summary>
internal sealed class AttackTags
{
    // ATT&CK Enterprise, version 17.
    private static readonly Dictionary<string, (string Id, string Name)> KnownTactics = new(StringComparer.OrdinalIgnoreCase)
    {
        ["reconnaissance"] = ("TA0043", "Reconnaissance"),
        ["resource-development"] = ("TA0042", "Resource Development"),
        ["initial-access"] = ("TA0001", "Initial Access"),
        ["execution"] = ("TA0002", "Execution"),
        ["persistence"] = ("TA0003", "Persistence"),
        ["privilege-escalation"] = ("TA0004", "Privilege Escalation"),
        ["defense-evasion"] = ("TA0005", "Defense Evasion"),
        ["credential-access"] = ("TA0006", "Credential Access"),
        ["discovery"] = ("TA0007", "Discovery"),
        ["lateral-movement"] = ("TA0008", "Lateral Movement"),
        ["collection"] = ("TA0009", "Collection"),
        ["command-and-control"] = ("TA0011", "Command and Control"),
        ["exfiltration"] = ("TA0010", "Exfiltration"),
        ["impact"] = ("TA0040", "Impact"),
    };

    private AttackTags(IEnumerable<(string Id, string Name)> tactics, IEnumerable<string> techniques)
    {
        var orderedTactics = tactics.Distinct().OrderBy(t => t.Id, StringComparer.Ordinal).ToArray();
        TacticIds = [.. orderedTactics.Select(t => t.Id)];
        TacticNames = [.. orderedTactics.Select(t => t.Name)];
        var ordered = techniques.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        Techniques = [.. ordered.Select(t => t.Split('.')[0]).Distinct(StringComparer.Ordinal)];
        Subtechniques = [.. ordered.Where(t => t.Contains('.', StringComparison.Ordinal))];
    }

    public IReadOnlyList<string> TacticIds { get; }

    public IReadOnlyList<string> TacticNames { get; }

    /// <summary>Such as <c>T1496</c>; the parent of a sub-technique is one of them.</summary>
    public IReadOnlyList<string> Techniques { get; }

    /// <summary>Such as <c>T1021.004</c>.</summary>
    public IReadOnlyList<string> Subtechniques { get; }

    public bool IsEmpty => TacticIds.Count == 0 && Techniques.Count == 0;

    public static AttackTags Of(IEnumerable<string> tags)
    {
        const string Namespace = "attack.";
        var names = tags.Where(t => t.StartsWith(Namespace, StringComparison.OrdinalIgnoreCase)).Select(t => t[Namespace.Length..])
            .ToArray();
        return new AttackTags(
            names.Select(n => KnownTactics.GetValueOrDefault(n.Replace('_', '-'))).Where(t => t.Id is not null),
            names.Where(IsTechnique).Select(n => n.ToUpperInvariant()));
    }

    private static bool IsTechnique(string name) =>
        name.Length is 5 or 9 && name[0] is 't' or 'T'
        && name.AsSpan(1, 4).IndexOfAnyExceptInRange('0', '9') < 0
        && (name.Length == 5 || (name[5] == '.' && name.AsSpan(6).IndexOfAnyExceptInRange('0', '9') < 0));
}
