// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Sigma.Parsing;

namespace FwCorrelate.Sigma.Tests.Pack;

/// <summary>The examples that stand beside a rule of the pack: <c>*.tests.yml</c> with <c>matches</c> and <c>misses</c>.</summary>
/// <remarks>A correlation has <c>fires</c> and <c>quiet</c> instead: lists of <c>events</c> with the <c>group</c> that is expected.</remarks>
internal sealed record RuleExamples(IReadOnlyList<IReadOnlyDictionary<string, string>> Matches, IReadOnlyList<IReadOnlyDictionary<string, string>> Misses)
{
    public IReadOnlyList<Sequence> Fires { get; private init; } = [];

    public IReadOnlyList<Sequence> Quiet { get; private init; } = [];

    public static RuleExamples Read(string path)
    {
        var errors = new RuleErrors(path);
        var root = (YamlMapping)YamlReader.Read(Encoding.UTF8.GetString(File.ReadAllBytes(path)), errors).Single();
        Assert.AreEqual(0, errors.Count, string.Join("\n", errors.All));
        return new RuleExamples(Events(root["matches"]), Events(root["misses"])) { Fires = Sequences(root["fires"]), Quiet = Sequences(root["quiet"]) };
    }

    private static IReadOnlyList<Sequence> Sequences(YamlNode? list) =>
        list is null ? [] : [.. ((YamlSequence)list).Items.Cast<YamlMapping>().Select(m => new Sequence(Events(m["events"]), m["group"] is YamlMapping group ? Fields(group) : null))];

    private static IReadOnlyList<IReadOnlyDictionary<string, string>> Events(YamlNode? list) =>
        list is null ? [] : [.. ((YamlSequence)list).Items.Cast<YamlMapping>().Select(Fields)];

    private static IReadOnlyDictionary<string, string> Fields(YamlMapping map) => map.Entries.ToDictionary(e => e.Key.Text, e => ((YamlScalar)e.Value).Text);
}

/// <summary>Events over time, and the group on which a correlation must fire.</summary>
internal sealed record Sequence(IReadOnlyList<IReadOnlyDictionary<string, string>> Events, IReadOnlyDictionary<string, string>? Group);
