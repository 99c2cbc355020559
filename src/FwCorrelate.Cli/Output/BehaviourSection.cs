// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Incidents;
using FwCorrelate.Matching;
using FwCorrelate.Service;

namespace FwCorrelate.Cli.Output;

/// <summary>
/// BEHAVIOURS: what happened, worst first, each with who did it, how that is known, and what would settle it where it is not.
/// </summary>
internal sealed class BehaviourSection(PageWriter page, InvestigationResult result, PageSettings settings)
{
    private const int MaxBehaviours = 20;
    private const int MaxEntries = 4;
    private const int MaxNotSeen = 6;

    public void Write()
    {
        var shown = result.Behaviours.Where(b => b.Level >= settings.MinLevel).ToList();
        var suppressed = shown.Where(b => b.IsSuppressed).ToList();
        var open = shown.Where(b => !b.IsSuppressed).ToList();
        page.Line(Heading(open.Count, suppressed.Count, result.Incidents.Count(i => i.Rule.Level < settings.MinLevel)),
            emphasis: Emphasis.Strong);
        for (var i = 0; i < Math.Min(open.Count, MaxBehaviours); i++)
            WriteBehaviour(i + 1, open[i]);
        if (open.Count > MaxBehaviours)
            page.Line($"… and {open.Count - MaxBehaviours} more in {AllIncidents}", indent: 2);
        WriteSuppressed(suppressed);
        if (result.Behaviours.Count == 0)
            WriteNotSeen();
    }

    // "None" says nothing without what was watched, and when.
    private void WriteNotSeen()
    {
        var lines = NotSeenText.Lines(result, result.DisplayZone);
        foreach (var line in lines.Take(MaxNotSeen))
            page.Field("", line, 0, 2);
        if (lines.Count > MaxNotSeen)
            page.Field("", $"… and {lines.Count - MaxNotSeen} more in manifest.json", 0, 2);
        var blind = result.Rules.Count(r => r.Rule.IsReported && r.BlindBecause is not null);
        if (blind > 0)
            page.Field("", $"{PageText.Count(blind, "rule is", "rules are")} blind here: TRUST says why", 0, 2, Emphasis.Caution);
    }

    private string Heading(int open, int suppressed, int below)
    {
        var parts = new List<string> { open == 0 ? "BEHAVIOURS: none" : $"BEHAVIOURS: {open}" };
        if (suppressed > 0)
            parts.Add($"{suppressed} suppressed");
        if (below > 0)
            parts.Add($"{PageText.Count(below, "incident")} below --min-level {settings.MinLevel.Name()}");
        return string.Join(", ", parts);
    }

    private void WriteBehaviour(int number, Behaviour behaviour)
    {
        page.Blank();
        var emphasis = behaviour.Level >= Level.High ? Emphasis.Alarm : behaviour.Level == Level.Medium ? Emphasis.Caution
            : Emphasis.Strong;
        page.Field($"{number}.", $"{behaviour.Level.Name().ToUpperInvariant()}  {behaviour.Title}", 0, 4, emphasis);
        page.Field("target", behaviour.Target, EntryWriter.Indent, EntryWriter.Column);
        if (CoincidenceText.Of(behaviour) is { } coincidence)
            page.Field("timing", coincidence, EntryWriter.Indent, EntryWriter.Column);
        var groups = IncidentGroup.Of(behaviour);
        var entry = new EntryWriter(page, result, settings, AllIncidents);
        foreach (var group in groups.Take(MaxEntries))
            entry.Write(group);
        if (groups.Count > MaxEntries)
            page.Line($"… and {PageText.Count(groups.Skip(MaxEntries).Sum(g => g.Incidents.Count), "more incident")} in {AllIncidents}",
                EntryWriter.Indent);
    }

    private void WriteSuppressed(List<Behaviour> suppressed)
    {
        if (suppressed.Count == 0)
            return;
        page.Blank();
        page.Line("Suppressed, because case.yml expects it:");
        foreach (var behaviour in suppressed.Take(MaxBehaviours))
        {
            var entries = behaviour.Incidents.Select(i => i.SuppressedBy).Distinct().Order(StringComparer.Ordinal);
            page.Field(behaviour.Level.Name(),
                $"{behaviour.Title}: {behaviour.Target}, {PageText.Count(behaviour.Incidents.Count, "incident")}, "
                + $"by {string.Join(" and ", entries)}", EntryWriter.Indent, EntryWriter.Column);
        }

        if (suppressed.Count > MaxBehaviours)
            page.Line($"… and {suppressed.Count - MaxBehaviours} more in {AllIncidents}", indent: 4);
    }

    private string AllIncidents =>
        result.OutputFolder is { } folder ? $"{folder.TrimEnd('/')}/incidents.jsonl" : "incidents.jsonl (add --out DIR)";
}
