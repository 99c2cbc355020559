// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using CsCheck;
using FwCorrelate.Sigma.Parsing;
using FwCorrelate.Sigma.Rules;
using FwCorrelate.Sigma.Tests.Naive;

namespace FwCorrelate.Sigma.Tests.Indexing;

/// <summary>The engine with its index and its own reading of JSON says what a plain evaluator says.</summary>
[TestClass]
public sealed class JsonDifferentialTests
{
    private const int Sets = 250;
    private const int RulesPerSet = 20;
    private const int EventsPerSet = 20;
    private static readonly SigmaOptions Options = new() { UseShippedRules = false, Placeholders = GeneratedJson.Placeholders };

    [TestMethod]
    public void JsonRules_OverGeneratedRulesAndEvents_AgreeWithThePlainEvaluator()
    {
        var (pairs, holding, refused) = (0, 0, 0);
        Gen.Select(GeneratedJson.Rule.Array[RulesPerSet], GeneratedJson.Event.Array[EventsPerSet]).Sample(
            (texts, events) =>
            {
                var (rules, errors) = JsonRuleSet.Compile(texts.Select(Read), Options);
                refused += errors.Select(e => e.File).Distinct().Count();
                var naive = rules.Rules.Select(r => new NaiveRule(r, Options.Placeholders)).ToList();
                var matcher = rules.CreateMatcher();
                foreach (var text in events)
                {
                    var actual = new List<int>();
                    Assert.IsTrue(matcher.TryMatch(Encoding.UTF8.GetBytes(text), actual), text);
                    var e = NaiveEvent.Of(JsonDocument.Parse(text).RootElement);
                    var expected = Enumerable.Range(0, naive.Count).Where(i => naive[i].Holds(e)).ToList();
                    if (!expected.SequenceEqual(actual))
                        Assert.Fail($"{text}\n{string.Join('\n', expected.Except(actual).Select(i => "lost: " + texts[Number(rules.Rules[i])]))}\n{string.Join('\n', actual.Except(expected).Select(i => "wrong: " + texts[Number(rules.Rules[i])]))}");
                    pairs += naive.Count;
                    holding += expected.Count;
                }
            },
            iter: Sets, threads: 1);
        Assert.IsGreaterThan(Sets * RulesPerSet * EventsPerSet * 9 / 10, pairs, $"{refused} rules were refused");
        Assert.IsGreaterThan(pairs / 50, holding);
    }

    private static Rule Read(string detection, int number)
    {
        var read = RuleReader.Read($"{number}.yml", Encoding.UTF8.GetBytes($"title: r{number}\nid: r{number}\nlogsource: {{product: x}}\ndetection:\n{detection}"));
        Assert.IsEmpty(read.Errors, string.Join('\n', read.Errors) + "\n" + detection);
        return read.Rules.Single();
    }

    private static int Number(Rule rule) => int.Parse(rule.Id.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);
}
