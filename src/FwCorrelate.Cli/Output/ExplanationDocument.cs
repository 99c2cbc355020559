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

    /// <summary>A rule by which documents are told apart.</summary>
    public static EcsDocument Head(RuleSummary rule) =>
        new EcsDocument().Set("id", rule.Id).Set("title", rule.Title).Set("level", rule.Level.Name()).Set("file", rule.Source).Set("runs_over", RuleWords.Kind(rule));

    /// <summary>A part with those below it.</summary>
    public EcsDocument Part(TracedPart part)
    {
        var document = new EcsDocument().Set("link", part.Link switch { PartLink.All => "all", PartLink.Any => "any", PartLink.Not => "not", _ => null });
        if (part.Written is { } written)
            document.Set("kind", written.Kind.ToString().ToLowerInvariant()).Set("text", written.Text).Set("line", written.Position.Line).Set("column", written.Position.Column);
        if (part.Holds is { } holds)
            document.Set("holds", holds).Set("decides", part.Decides);
        return document
            .Set("found", [.. part.Found.Select(f => new EcsDocument().Set("field", f.Field).Set("value", text.Shown(f)))])
            .Set("parts", [.. part.Parts.Select(Part)]);
    }
}
