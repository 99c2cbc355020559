// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Parsing;
using FwCorrelate.Sigma.Rules;
using FwCorrelate.Yaml;

namespace FwCorrelate.Sigma.Examples;

/// <summary>
/// The examples of one rule, as they stand beside it: <c>name.tests.yml</c> beside <c>name.yml</c>. One document for the file's rule, or
/// one for each of its rules, which <c>rule</c> names.
/// </summary>
/// <param name="Rule">Id, name or title; null where the file has one rule.</param>
/// <param name="Matches">Events that a detection rule must match.</param>
/// <param name="Misses">Events that it must not.</param>
/// <param name="Fires">Sequences on which a correlation rule must fire.</param>
/// <param name="Quiet">Sequences on which it must not.</param>
public sealed record RuleExamples(
    string File, Position Position, string? Rule, IReadOnlyList<ExampleEvent> Matches, IReadOnlyList<ExampleEvent> Misses,
    IReadOnlyList<ExampleSequence> Fires, IReadOnlyList<ExampleSequence> Quiet)
{
    /// <summary>Ending of the name of a file of examples, before <c>.yml</c> or <c>.yaml</c>.</summary>
    public const string Ending = ".tests";

    private const int MaxExamples = 1_000;
    private static readonly string[] Keys = ["rule", "matches", "misses", "fires", "quiet"];

    public int Count => Matches.Count + Misses.Count + Fires.Count + Quiet.Count;

    /// <summary>Reads UTF-8 text, at most 1 MiB, with the limits of rule files: what is wrong is reported with its place.</summary>
    public static (IReadOnlyList<RuleExamples> Examples, IReadOnlyList<RuleError> Errors) Read(string file, ReadOnlySpan<byte> utf8)
    {
        var errors = new RuleErrors(file);
        var documents = EventFile.TextOf(utf8, "files of examples", errors) is { } text ? errors.Documents(text) : [];
        if (documents.Count == 0 && errors.Count == 0)
            errors.Add(Position.Start, "The file holds no examples.",
                "Add 'matches' and 'misses' with lists of events, or remove the file.");
        return ([.. documents.Select(d => ReadDocument(d, errors)).OfType<RuleExamples>()], errors.All);
    }

    private static RuleExamples? ReadDocument(YamlNode node, RuleErrors errors)
    {
        if (node is not YamlMapping map)
        {
            errors.Add(node.Position, $"Examples must be a map with 'matches' and 'misses'; this is {node.Noun}.",
                "Write the lists under these names.");
            return null;
        }

        foreach (var entry in map.Entries.Where(e => !Keys.Contains(e.Key.Text)))
            errors.Add(entry.Key.Position, $"'{entry.Key.Text}' is unknown in examples.", $"Use {string.Join(", ", Keys)}.");
        var rule = new RuleFields(map, errors).Text("rule");
        var examples = new RuleExamples(
            errors.File, map.Position, rule.Length > 0 ? rule : null,
            List(map, "matches", errors, EventReader.Read), List(map, "misses", errors, EventReader.Read),
            List(map, "fires", errors, SequenceReader.Read), List(map, "quiet", errors, SequenceReader.Read));
        if (examples.Count > MaxExamples)
            errors.Add(map.Position, $"There are {examples.Count} examples; {MaxExamples} are allowed.", "Keep those that differ.");
        return examples;
    }

    private static IReadOnlyList<T> List<T>(YamlMapping map, string key, RuleErrors errors, Func<YamlNode, RuleErrors, T?> read)
        where T : class
    {
        switch (map[key])
        {
            case null or YamlScalar { IsNull: true }:
                return [];
            case YamlSequence list:
                return [.. list.Items.Select(i => read(i, errors)).OfType<T>()];
            case var other:
                errors.Add(other.Position, $"'{key}' must be a list; this is {other.Noun}.", "Write one example per list item.");
                return [];
        }
    }
}
