// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Sigma.Parsing;

namespace FwCorrelate.Sigma.Tests;

[TestClass]
public sealed class JsonRuleSetTests
{
    [TestMethod]
    [DataRow("a.b.c: x", """{"a.b.c":"x"}""", true)]
    [DataRow("a.b.c: x", """{"a.b":{"c":"x"}}""", true)]
    [DataRow("a.b.c: x", """{"a":{"b.c":"x"}}""", true)]
    [DataRow("a.b.c: x", """{"a":{"b":{"c":"X"}}}""", true)]
    [DataRow("a.b.c: x", """{"a":{"b":{"c":"y"}},"a.b.c":"x"}""", true)]
    [DataRow("a.b.c: y", """{"a":{"b":{"c":"y"}},"a.b.c":"x"}""", false)]
    [DataRow("a.b.c: x", """{"a":[{"b":{"c":"y"}},{"b":{"c":"x"}}]}""", true)]
    [DataRow("a.b: x", """{"a":{"b":["y",["x"]]}}""", true)]
    [DataRow("a.b: x", """{"a":{"b":"x"},"a":{"c":1}}""", false)]
    [DataRow("a: x", """{"a":"y","a":"x"}""", true)]
    [DataRow("a: y", """{"a":"y","a":"x"}""", false)]
    [DataRow("a: x", """{"\u0061":"\u0078"}""", true)]
    [DataRow("a: größe", """{"a":"GR\u00d6ßE"}""", true)]
    [DataRow("größe: 1", """{"gr\u00f6ße":1}""", true)]
    [DataRow("a|exists: true", """{"a":null}""", true)]
    [DataRow("a|exists: true", """{"a":{}}""", true)]
    [DataRow("a|exists: false", """{"b":{"a":1}}""", true)]
    [DataRow("a: null", """{"b":1}""", true)]
    [DataRow("a|contains: true", """{"a":true}""", true)]
    [DataRow("a: 100", """{"a":1e2}""", true)]
    [DataRow("a|contains: '00'", """{"a":1e2}""", true)]
    [DataRow("a|contains: '-'", """{"a":-0}""", false)]
    [DataRow("a: 92233720368547758070", """{"a":92233720368547758070}""", true)]
    [DataRow("- deep", """{"x":{"y":[{"z":"a DEEP one"}]}}""", true)]
    [DataRow("- deep", """{"deep":1}""", false)]
    [DataRow("a|cidr: 10.0.0.0/8", """{"a":"10.1.2.3"}""", true)]
    [DataRow("a|cidr: 10.0.0.0/8", """{"a":"\u0031\u0030.1.2.3"}""", true)]
    public void Rule_OverAnObject_Matches(string detection, string json, bool expected) => Assert.AreEqual(expected, Matches(detection, json));

    [TestMethod]
    [DataRow("")]
    [DataRow("[1]")]
    [DataRow("1")]
    [DataRow("{\"a\":1}{\"a\":1}")]
    [DataRow("{\"a\":1")]
    [DataRow("{\"a\":'1'}")]
    [DataRow("{\"a\":\"\\ud800\"}")]
    [DataRow("{'a':1}")]
    [DataRow("{\"a\":1,}")]
    public void WhatIsNoObject_Matched_IsToldAndMatchesNothing(string line) => Assert.IsNull(Read("a|exists: true", Encoding.UTF8.GetBytes(line)));

    [TestMethod]
    public void BytesThatAreNotUtf8_Matched_AreToldAndMatchNothing() => Assert.IsNull(Read("a|exists: true", [.. "{\"a\":\""u8, 0xFF, .. "\"}"u8]));

    [TestMethod]
    public void DeepObject_Matched_IsToldAndMatchesNothing() =>
        Assert.IsNull(Read("a|exists: true", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 100)) + "1" + new string('}', 100))));

    [TestMethod]
    public void LongLine_Matched_IsToldAndMatchesNothing() =>
        Assert.IsNull(Read("a|exists: true", Encoding.UTF8.GetBytes("{\"a\":\"" + new string('x', 17 << 20) + "\"}")));

    [TestMethod]
    public void Matcher_AfterAnUnreadableLine_KnowsNothingOfIt()
    {
        var matcher = Compile("a: x").CreateMatcher();
        var matches = new List<int>();
        Assert.IsFalse(matcher.TryMatch("{\"a\":\"x\",]"u8, matches));
        Assert.IsTrue(matcher.TryMatch("{\"b\":\"x\"}"u8, matches));
        Assert.IsEmpty(matches);
        Assert.IsTrue(matcher.TryMatch(" {\"a\" : \"x\"}\r"u8, matches));
        Assert.HasCount(1, matches);
    }

    [TestMethod]
    public void Matches_OfManyRules_AreAscending()
    {
        var rules = Enumerable.Range(0, 300).SelectMany(i => Parse(TestRules.Rule(i % 3 == 0 ? "a|contains: x" : i % 3 == 1 ? "b|exists: false" : "a: y"))).ToList();
        var matches = new List<int>();
        JsonRuleSet.Compile(rules, SigmaOptions.Default).Rules.CreateMatcher().TryMatch("{\"a\":\"xx\"}"u8, matches);
        CollectionAssert.AreEqual(Enumerable.Range(0, 300).Where(i => i % 3 != 2).ToList(), matches);
    }

    [TestMethod]
    public void RuleThatCannotBeUsed_Compiled_IsToldAndCostsNoOther()
    {
        var (set, errors) = JsonRuleSet.Compile(Parse(TestRules.Rule("a|re: '(?=x)'", id: "bad") + "---\n" + TestRules.Rule("a: 1", id: "good")), SigmaOptions.Default);
        Assert.AreEqual("good", set.Rules.Single().Id);
        Assert.Contains("linear time", errors.Single().What);
    }

    [TestMethod]
    public void FieldWithManyDots_Compiled_IsRefused()
    {
        var (set, errors) = JsonRuleSet.Compile(Parse(TestRules.Rule(string.Join('.', Enumerable.Repeat("a", 40)) + ": 1")), SigmaOptions.Default);
        Assert.IsEmpty(set.Rules);
        Assert.Contains("more than 16 dots", errors.Single().What);
    }

    private static bool Matches(string detection, string json) => Read(detection, Encoding.UTF8.GetBytes(json)) ?? throw new AssertFailedException("unreadable");

    private static bool? Read(string detection, ReadOnlySpan<byte> line)
    {
        var matches = new List<int>();
        if (Compile(detection).CreateMatcher().TryMatch(line, matches))
            return matches.Count == 1;
        Assert.IsEmpty(matches);
        return null;
    }

    private static JsonRuleSet Compile(string detection)
    {
        var (set, errors) = JsonRuleSet.Compile(Parse(TestRules.Rule(detection)), SigmaOptions.Default);
        Assert.IsEmpty(errors);
        return set;
    }

    private static IReadOnlyList<Rules.Rule> Parse(string text)
    {
        var read = RuleReader.Read("r.yml", Encoding.UTF8.GetBytes(text));
        Assert.IsEmpty(read.Errors);
        return read.Rules;
    }
}
