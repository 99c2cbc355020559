// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Parsing;
using FwCorrelate.Sigma.Tests.Naive;

namespace FwCorrelate.Sigma.Tests.Conformance;

/// <summary>One rule over one JSON event: by its matcher, by the index and by the plain evaluator, which must agree.</summary>
internal static class Detections
{
    private static readonly SigmaOptions Options = new()
    {
        UseShippedRules = false,
        Placeholders = new Dictionary<string, IReadOnlyList<string>> { ["admins"] = ["alice", "b*b"] },
    };

    /// <param name="detections">The lines under <c>detection</c>, the condition included.</param>
    public static bool Hold(string detections, string json)
    {
        var text = "title: r\nlogsource: {product: x}\ndetection:\n  " + detections.Replace("\n", "\n  ", StringComparison.Ordinal);
        var read = RuleReader.Read("r.yml", Encoding.UTF8.GetBytes(text));
        Assert.IsEmpty(read.Errors, string.Join('\n', read.Errors));
        var (compiled, problems) = RuleCompiler.Compile<JsonEvent>(read.Rules.Single(), FieldMap.AnyName, Options);
        Assert.IsEmpty(problems, string.Join('\n', problems));
        var root = JsonDocument.Parse(json).RootElement;
        var holds = compiled!.Full.Matches(new JsonEvent(root));
        var matches = new List<int>();
        Assert.IsTrue(JsonRuleSet.Compile(read.Rules, Options).Rules.CreateMatcher().TryMatch(Encoding.UTF8.GetBytes(json), matches));
        Assert.AreEqual(holds, matches.Count == 1, "with the index");
        Assert.AreEqual(holds, new NaiveRule(read.Rules.Single(), Options.Placeholders).Holds(NaiveEvent.Of(root)), "plainly");
        return holds;
    }

    /// <summary>What is wrong with a rule of these detections; empty where nothing is.</summary>
    public static string Refusal(string detections)
    {
        var text = "title: r\nlogsource: {product: x}\ndetection:\n  " + detections.Replace("\n", "\n  ", StringComparison.Ordinal);
        var read = RuleReader.Read("r.yml", Encoding.UTF8.GetBytes(text));
        return string.Join(' ', read.Errors.Concat(read.Rules.SelectMany(r => RuleCompiler.Compile<JsonEvent>(r, FieldMap.AnyName, Options).Errors)).Select(e => e.What));
    }
}
