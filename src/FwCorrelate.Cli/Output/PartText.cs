// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Redaction;
using FwCorrelate.Sigma.Explaining;

namespace FwCorrelate.Cli.Output;

/// <summary>A part of a rule in one line, with what the event has there.</summary>
/// <param name="redact">Makes a command fit to be shown.</param>
internal sealed class PartText(Func<string, string> redact)
{
    private const int MaxValueLength = 160;

    /// <summary>What the rule asks there.</summary>
    public static string Asks(TracedPart part) => part.Written?.Text ?? part.Link switch
    {
        PartLink.All => "all of these",
        PartLink.Any => "one of these",
        PartLink.Not => "not",
        _ => "a test",
    };

    /// <summary>Whether the part is a line of its own: the values of one field are told together.</summary>
    public static bool IsLeaf(TracedPart part) =>
        part.Link == PartLink.None || part.Written?.Kind is RulePartKind.Item or RulePartKind.Value;

    /// <summary>
    /// What the event has in the fields of a leaf and which value it meets; empty where the leaf searches the whole event.
    /// </summary>
    public string Found(TracedPart leaf)
    {
        var found = TestsOf(leaf).SelectMany(t => t.Found).DistinctBy(f => f.Field).ToList();

        // Of a field with other places for the same thing, those that are there tell.
        var told = found.Count > 1
            && found.Exists(f => f.Value is not null) ? found.FindAll(f => f.Value is not null) : found.Take(1).ToList();
        var met = ValuesOf(leaf).FirstOrDefault(v => v.Holds == true);
        var values = string.Join(", ", told.Select(Said));
        return met?.Written is { } written ? $"{values}{(values.Length > 0 ? ": " : "")}meets {Cut(written.Text)}" : values;
    }

    /// <summary>What the event has in one field, fit to be shown.</summary>
    public string? Shown(FoundValue found) =>
        found.Value is not { } value ? null : found.IsCommand ? redact(value) : CommandRedaction.MaskSecrets(value);

    private string Said(FoundValue found) =>
        Shown(found) is { } value ? $"{found.Field} is {(value.Length == 0 ? "empty" : Cut(value))}" : $"no {found.Field} in the event";

    private static string Cut(string text) => text.Length <= MaxValueLength ? text : text[..(MaxValueLength - 1)] + "…";

    private static IEnumerable<TracedPart> TestsOf(TracedPart part) => part.Link == PartLink.None ? [part] : part.Parts.SelectMany(TestsOf);

    private static IEnumerable<TracedPart> ValuesOf(TracedPart part) =>
        part.Written?.Kind == RulePartKind.Value ? [part] : part.Parts.SelectMany(ValuesOf);
}
