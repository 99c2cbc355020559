// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Explaining;

namespace FwCorrelate.Cli.Output;

/// <summary>Explanations as JSON: the tree as it is, nothing cut.</summary>
internal sealed class ExplanationDocument(PartText text)
{
    /// <summary>A rule before any event.</summary>
    public EcsDocument Outline(RuleSummary rule, RuleOutline outline) => Head(rule)
        .Set("description", rule.Description)
        .Set("fields", [.. outline.Fields.Select(f => new EcsDocument().Set("name", f.Name).Set("from", f.From))])
        .Set("tried_on", outline.Witnesses)
        .Set("blind", outline.BlindWhere)
        .Set("condition", [Part(outline.Condition)]);

    /// <summary>What a rule says of one event.</summary>
    public EcsDocument Verdict(RuleSummary rule, string place, EventVerdict verdict) => Head(rule)
        .Set("event", place)
        .Set("matches", verdict.Matches)
        .Set("not_tried_because", verdict.NotTriedBecause)
        .Set("condition", [Part(verdict.Trace)]);

    /// <summary>A correlation before any event.</summary>
    public static EcsDocument Outline(RuleSummary rule, CorrelationOutline outline) => Head(rule)
        .Set("description", rule.Description)
        .Set("joins", [.. outline.Joined.Select(Head)])
        .Set("group_by", outline.GroupBy)
        .Set("within_ms", EcsTime.Milliseconds(outline.Window))
        .Set("holds", outline.Condition)
        .Set("blind", outline.BlindWhere);

    /// <summary>What a correlation says of events: one document for each firing, then one for each group that came near.</summary>
    /// <param name="eventOf">What stands behind the number of an event.</param>
    public static IEnumerable<EcsDocument> Verdict(RuleSummary rule, CorrelationVerdict verdict, Func<long, ExplainedEvent> eventOf)
    {
        foreach (var firing in verdict.Firings)
        {
            yield return Head(rule).Set("fires", true).Set("group", Group(firing.Match.Group))
                .Set("first", EcsTime.Format(firing.Match.First.ToInstant())).Set("last", EcsTime.Format(firing.Match.Last.ToInstant()))
                .Set("held_first", EcsTime.Format(firing.Match.Fired.ToInstant())).Set("events_forgotten", firing.Match.Evicted)
                .Set("events", [.. firing.Match.Events.Select(e => Hit(new CorrelationHit(e.Id, e.Time, e.Rule), eventOf))])
                .Set("before", [.. firing.Before.Select(h => Hit(h, eventOf))])
                .Set("after", [.. firing.After.Select(h => Hit(h, eventOf))]);
        }

        foreach (var quiet in verdict.Quiet)
        {
            yield return Head(rule).Set("fires", false).Set("group", Group(quiet.Group)).Set("lacks", quiet.Lacks)
                .Set("event_count", quiet.HitCount)
                .Set("events", [.. quiet.Hits.Select(h => Hit(h, eventOf))]);
        }
    }

    /// <summary>A rule by which documents are told apart.</summary>
    public static EcsDocument Head(RuleSummary rule) =>
        new EcsDocument().Set("id", rule.Id).Set("title", rule.Title).Set("level", rule.Level.Name()).Set("file", rule.Source)
            .Set("runs_over", RuleWords.Kind(rule));

    private static IReadOnlyList<EcsDocument> Group(IReadOnlyList<KeyValuePair<string, string?>> group) =>
        [.. group.Select(g => new EcsDocument().Set("field", g.Key).Set("value", g.Value))];

    private static EcsDocument Hit(CorrelationHit hit, Func<long, ExplainedEvent> eventOf)
    {
        var document = new EcsDocument().Set("time", EcsTime.Format(hit.Time.ToInstant())).Set("rule", hit.Rule);
        return hit.Id < 0 ? document : document.Set("event", eventOf(hit.Id).Place).Set("text", eventOf(hit.Id).Text);
    }

    /// <summary>A part with those below it.</summary>
    public EcsDocument Part(TracedPart part)
    {
        var document = new EcsDocument()
            .Set("link", part.Link switch { PartLink.All => "all", PartLink.Any => "any", PartLink.Not => "not", _ => null });
        if (part.Written is { } written)
            document.Set("kind", written.Kind.ToString().ToLowerInvariant()).Set("text", written.Text).Set("line", written.Position.Line)
                .Set("column", written.Position.Column);
        if (part.Holds is { } holds)
            document.Set("holds", holds).Set("decides", part.Decides);
        return document
            .Set("found", [.. part.Found.Select(f => new EcsDocument().Set("field", f.Field).Set("value", text.Shown(f)))])
            .Set("parts", [.. part.Parts.Select(Part)]);
    }
}
