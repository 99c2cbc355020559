// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Parsing;

namespace FwCorrelate.Sigma.Tests.Conformance;

/// <summary>
/// What the strongest peers get wrong in detections, each as a test; see Correlations/PeerDefectTests for filters and correlations.
/// </summary>
[TestClass]
public sealed class PeerDefectTests
{
    [TestMethod]
    public void Exists_OfAPresentNull_IsTrue() => Assert.IsTrue(Matches("f|exists: true", """{"f": null}"""));

    [TestMethod]
    public void Wildcard_AcrossALineBreak_Matches() => Assert.IsTrue(Matches("f: 'start*end'", """{"f": "start\nmiddle\r\nend"}"""));

    [TestMethod]
    [DataRow("9007199254740993", true)]
    [DataRow("9007199254740992", false)]
    [DataRow("\"9007199254740993\"", true)]
    public void Integer_BeyondADouble_IsComparedExactly(string value, bool expected) =>
        Assert.AreEqual(expected, Matches("f: 9007199254740993", $$"""{"f": {{value}}}"""));

    [TestMethod]
    [DataRow("9007199254740993", true)]
    [DataRow("9007199254740992", false)]
    public void Integer_BeyondADouble_IsOrderedExactly(string value, bool expected) =>
        Assert.AreEqual(expected, Matches("f|gt: 9007199254740992", $$"""{"f": {{value}}}"""));

    [TestMethod]
    [DataRow("cmd -foo")]
    [DataRow("cmd /foo")]
    [DataRow("cmd \u2013foo")]
    public void WinDash_OfAValueWithASlash_ExpandsToEveryDash(string value) =>
        Assert.IsTrue(Matches("f|windash|contains: ' /foo'", JsonSerializer.Serialize(new { f = value })));

    [TestMethod]
    public void WinDash_OfManyDashes_NeedsNoPermutations()
    {
        var dashes = string.Concat(Enumerable.Range(0, 40).Select(i => $" -a{i}"));
        Assert.IsTrue(Matches($"f|windash|contains: '{dashes}'", JsonSerializer.Serialize(new { f = "x" + dashes.Replace('-', '/') })));
    }

    [TestMethod]
    public void Expand_OfAPlaceholderThatIsAFieldOfTheEvent_IsRefused()
    {
        var rule = RuleReader.Read("r.yml", Encoding.UTF8.GetBytes(TestRules.Rule("u|expand: '%user%'"))).Rules.Single();
        var (compiled, errors) = RuleCompiler.Compile<JsonEvent>(rule, FieldMap.AnyName, SigmaOptions.Default);
        Assert.IsNull(compiled);
        Assert.Contains("placeholder '%user%'", errors.Single().What);
    }

    [TestMethod]
    public void Condition_WithNamesThatBeginLikeOperators_ReadsThemAsNames() => Assert.IsTrue(Matches("f: 1", """{"f": 1}""", name: "notepad"));

    [TestMethod]
    public void Base64Offset_OfAValueOutsideAscii_IsCutByBytes() =>
        Assert.IsTrue(Matches("f|base64offset|contains: 'größe'", """{"f": "pre eHgyw7bDn2UjdGFpbA== eGdyw7bDn2UjdGFpbA== post"}"""));

    [TestMethod]
    [DataRow("wide", "bQD8AGwAbAA=")]
    [DataRow("utf16be", "AG0A/ABsAGw=")]
    public void Utf16_OfAValueOutsideAscii_IsEncoded(string modifier, string encoded) =>
        Assert.IsTrue(Matches($"f|{modifier}|base64: 'müll'", $$"""{"f": "{{encoded}}"}"""));

    [TestMethod]
    [DataRow("""{"f":"abc","g":"def"}""", true)]
    [DataRow("""{"f":"abc"}""", false)]
    public void Keywords_WithAll_MayStandInDifferentFields(string json, bool expected) =>
        Assert.AreEqual(expected, Detections.Hold("k:\n  '|all': [abc, def]\ncondition: k", json));

    [TestMethod]
    public void PatternOfNames_WithTheStarInside_IsRead() => Assert.IsTrue(
        Detections.Hold("sel_a_x: {f: 1}\nsel_b_x: {f: 2}\nsel_c: {f: 3}\ncondition: 1 of sel_*_x and not sel_c", """{"f": 2}"""));

    /// <summary>Hayabusa #1912: results of equal rank came in another order each run.</summary>
    [TestMethod]
    public void Matches_OfRulesInAnyOrderOfFiles_ComeInOneOrder()
    {
        string[] texts = [.. Enumerable.Range(0, 40).Select(i => TestRules.Rule(i % 2 == 0 ? "dst_port: 22" : "protocol: tcp", id: $"r{i:00}"))];
        var expected = string.Join(' ', Enumerable.Range(0, 40).Select(i => $"r{i:00}"));
        const string Flow = "src_ip=10.0.0.1 dst_ip=10.0.0.2 dst_port=22 protocol=tcp";
        Assert.AreEqual(expected, TestRules.Detector(texts).MatchesFlow(Flow));
        Assert.AreEqual(expected, TestRules.Detector([.. texts.Reverse()]).MatchesFlow(Flow));
    }

    /// <summary>Hayabusa #1897: the offset of a time was dropped. A part of a date is taken as written, whatever its offset.</summary>
    [TestMethod]
    [DataRow("2026-01-15T23:30:00+08:00", 23, true)]
    [DataRow("2026-01-15T23:30:00+08:00", 15, false)]
    [DataRow("2026-01-15T23:30:00Z", 23, true)]
    public void Hour_OfATimeWithAnOffset_IsTheOneWritten(string time, int hour, bool expected) =>
        Assert.AreEqual(expected, Matches($"f|hour: {hour}", $$"""{"f": "{{time}}"}"""));

    private static bool Matches(string detection, string json, string name = "sel") =>
        Detections.Hold($"{name}:\n  {detection}\ncondition: {name}", json);
}
