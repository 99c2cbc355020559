// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Sigma.Parsing;

namespace FwCorrelate.Sigma.Tests.Pack;

/// <summary>The examples that stand beside a rule of the pack: <c>*.tests.yml</c> with <c>matches</c> and <c>misses</c>.</summary>
internal sealed record RuleExamples(IReadOnlyList<IReadOnlyDictionary<string, string>> Matches, IReadOnlyList<IReadOnlyDictionary<string, string>> Misses)
{
    public static RuleExamples Read(string path)
    {
        var errors = new RuleErrors(path);
        var root = (YamlMapping)YamlReader.Read(Encoding.UTF8.GetString(File.ReadAllBytes(path)), errors).Single();
        Assert.AreEqual(0, errors.Count, string.Join("\n", errors.All));
        return new RuleExamples(Events(root["matches"]), Events(root["misses"]));
    }

    private static IReadOnlyList<IReadOnlyDictionary<string, string>> Events(YamlNode? list) =>
        [.. ((YamlSequence)list!).Items.Cast<YamlMapping>().Select(m => m.Entries.ToDictionary(e => e.Key.Text, e => ((YamlScalar)e.Value).Text))];
}
