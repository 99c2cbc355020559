// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Explaining;

namespace FwCorrelate.Cli.Output;

/// <summary>A rule, and what it says of events, for a terminal: a tree with a mark per part and the event's value beside.</summary>
internal sealed class ExplanationPage(PageWriter page, PartText text)
{
    private const int Indent = 2;
    private const int Column = 12;
    private const string Failed = "✗";

    /// <summary>Parts of one part that are listed; of longer lists those that decide come first, the rest is counted.</summary>
    private const int MaxParts = 40;

    /// <summary>Characters of a value that stands on the line of its test; a longer one gets a line of its own.</summary>
    private const int LongestBeside = 40;

    /// <summary>The rule itself: where it stands and what it is for.</summary>
    public void WriteRule(RuleSummary rule)
    {
        page.Line(rule.Title, emphasis: Emphasis.Strong);
        Say("rule", $"{rule.Id}, {rule.Level.Name()}, family {rule.Family}");
        Say("file", rule.Source);
        Say("runs over", RuleWords.Events(rule));
    }

    /// <summary>How it hangs together, before any event.</summary>
    public void WriteOutline(RuleSummary rule, RuleOutline outline)
    {
        if (rule.Description.Length > 0)
            Say("about", rule.Description);
        WriteAll("reads", [.. outline.Fields.GroupBy(f => f.From).Select(g => $"{string.Join(", ", g.Select(f => f.Name))}: from {g.Key}")],
            "the whole event");
        WriteAll("tried on", outline.Witnesses, "every event: nothing in the rule tells beforehand which ones can match");
        WriteAll("blind", outline.BlindWhere, "never");
        page.Blank();
        page.Line("CONDITION", emphasis: Emphasis.Strong);
        WritePart(outline.Condition, Indent);
    }

    /// <summary>What the rule says of one event.</summary>
    /// <param name="place">Where the event stands.</param>
    public void WriteVerdict(string place, EventVerdict verdict)
    {
        page.Line($"{place}: {(verdict.Matches ? "MATCHES" : "does not match")}",
            emphasis: verdict.Matches ? Emphasis.Alarm : Emphasis.Strong);
        if (verdict.NotTriedBecause is { } reason)
            Write(Failed, $"{reason}  ← decides", Indent, Emphasis.Strong);
        WritePart(verdict.Trace, Indent);
    }

    /// <summary>Only what decided: for an example that fails.</summary>
    public void WriteReasons(EventVerdict verdict, int indent)
    {
        if (verdict.NotTriedBecause is { } reason)
            Write(Failed, reason, indent);
        else
            WriteDecisive(verdict.Trace, indent);
    }

    /// <summary>A part and the parts below it.</summary>
    public void WritePart(TracedPart part, int indent)
    {
        WriteLine(part, indent);
        if (PartText.IsLeaf(part))
            return;
        var shown = part.Parts.Count <= MaxParts ? part.Parts : [.. part.Parts.OrderByDescending(p => p.Decides).Take(MaxParts)];
        foreach (var inner in shown)
            WritePart(inner, indent + 2);
        if (shown.Count < part.Parts.Count)
            Write("…", $"and {PageText.Count(part.Parts.Count - shown.Count, "more part")}", indent + 2);
    }

    private void WriteDecisive(TracedPart part, int indent)
    {
        WriteLine(part, indent);
        if (PartText.IsLeaf(part))
            return;
        foreach (var inner in part.Parts.Where(p => p.Decides).Take(MaxParts))
            WriteDecisive(inner, indent + 2);
    }

    private void WriteLine(TracedPart part, int indent)
    {
        if (!PartText.IsLeaf(part) || part.Holds is null)
        {
            Write(MarkOf(part), PartText.Asks(part), indent);
            return;
        }

        var found = text.Found(part);
        var decides = part.Decides ? "  ← decides" : "";
        var emphasis = part.Decides ? Emphasis.Strong : Emphasis.None;
        if (found.Length <= LongestBeside)
        {
            Write(MarkOf(part), $"{PartText.Asks(part)}{(found.Length > 0 ? $"  ({found})" : "")}{decides}", indent, emphasis);
            return;
        }

        Write(MarkOf(part), PartText.Asks(part) + decides, indent, emphasis);
        Write("", found, indent + 2);
    }

    // Lines that wrap go on under the words, not under the mark.
    private void Write(string mark, string line, int indent, Emphasis emphasis = Emphasis.None) =>
        page.Field(new string(' ', indent) + mark, line, 0, indent + 2, emphasis);

    private static string MarkOf(TracedPart part) => part.Holds switch { true => "✓", false => Failed, _ => "-" };

    private void WriteAll(string label, IReadOnlyList<string> lines, string otherwise)
    {
        if (lines.Count == 0)
            Say(label, otherwise);
        foreach (var line in lines)
        {
            Say(label, line);
            label = "";
        }
    }

    private void Say(string label, string line) => page.Field(label, line, Indent, Column);
}
