// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Tests.Parsing;

/// <summary>Each sentence says what was found, where, and what to do.</summary>
[TestClass]
public sealed class RuleErrorTests
{
    [TestMethod]
    public void UnknownIdentifier_Reported_PointsIntoTheCondition() => Assert.AreEqual(
        "r0.yml:7:22: The condition names 'missing', but the rule has no such detection (it has sel). Correct the name or add the detection.",
        TestRules.Error(TestRules.Rule("f: 1", condition: "sel and missing")).ToString());

    [TestMethod]
    public void UnknownModifier_Reported_NamesTheField()
    {
        var error = TestRules.Error(TestRules.Rule("f|containz: 1"));
        Assert.AreEqual((6, 5), (error.Line, error.Column));
        Assert.StartsWith("The modifier 'containz' of 'f|containz' is unknown.", error.What);
    }

    [TestMethod]
    [DataRow("sel and", "The condition ends where the name of a detection, '1 of', 'all of', 'not' or '(' was expected.")]
    [DataRow("(sel", "This bracket of the condition is never closed.")]
    [DataRow("sel)", "The condition has ')' where 'and', 'or' or the end of the condition was expected.")]
    [DataRow("sel sel", "The condition has 'sel' where 'and', 'or' or the end of the condition was expected.")]
    [DataRow("2 of them", "'2 of' is no Sigma condition.")]
    [DataRow("1 of other_*", "'other_*' matches none of the rule's detections (sel).")]
    [DataRow("1 of", "The condition ends where 'them' or a pattern of names such as 'selection_*' was expected.")]
    [DataRow("sel & sel", "The condition has '&' where 'and', 'or' or the end of the condition was expected.")]
    public void BrokenCondition_Reported_SaysWhatWasExpected(string condition, string what) =>
        Assert.AreEqual(what, TestRules.Error(TestRules.Rule("f: 1", condition: $"\"{condition}\"")).What);

    [TestMethod]
    [DataRow("f|cidr: nowhere", "'nowhere' is no network.")]
    [DataRow("f|cidr: 10.0.0.1/8", "'10.0.0.1/8' has bits set beyond its prefix.")]
    [DataRow("f|gt: many", "'many' is no number.")]
    [DataRow("f|exists: maybe", "'exists' needs true or false.")]
    [DataRow("f: [a, null]", "null may not stand in a list (Sigma rules specification 2.1, \"Special Field Values\").")]
    [DataRow("f|base64: 'a*'", "'a*' holds a wildcard or is empty and cannot be encoded.")]
    [DataRow("f|expand: '%who%'", "Nothing gives values for the placeholder '%who%'.")]
    [DataRow("f|wide|contains: a", "An encoding (wide, utf16, utf16le, utf16be) needs 'base64' or 'base64offset' after it.")]
    [DataRow("f|contains|cidr: 10.0.0.0/8", "contains, startswith and endswith work on texts only.")]
    [DataRow("f|re|cidr: a", "Two modifiers exclude each other.")]
    [DataRow("f|i: a", "The flags i, m and s need 're' before them.")]
    [DataRow("f: []", "The list of values of 'f' is empty.")]
    [DataRow("f: {a: 1}", "The value of 'f' is a map.")]
    [DataRow("f: [{a: 1}]", "A value of 'f' is a map.")]
    public void WrongValue_Reported_SaysWhatIsWrong(string detection, string what) => Assert.AreEqual(what, TestRules.Error(TestRules.Rule(detection)).What);

    [TestMethod]
    [DataRow("id: r\nlogsource: {product: zeek}\ndetection: {s: {a: 1}, condition: s}", "The rule has no title.")]
    [DataRow("title: r\ndetection: {s: {a: 1}, condition: s}", "The rule has no logsource.")]
    [DataRow("title: r\nlogsource: {product: zeek}", "The rule has no detection.")]
    [DataRow("title: r\nlogsource: {product: zeek}\ndetection: {s: {a: 1}}", "The detection has no condition.")]
    [DataRow("title: r\nlevel: huge\nlogsource: {product: zeek}\ndetection: {s: {a: 1}, condition: s}", "The level 'huge' is unknown.")]
    [DataRow("title: r\nstatus: nice\nlogsource: {product: zeek}\ndetection: {s: {a: 1}, condition: s}", "The status 'nice' is unknown.")]
    [DataRow("- a\n- b", "A rule must be a map with title, logsource and detection; this is a list.")]
    [DataRow("title: [r\n", "This is not valid YAML")]
    public void IncompleteRule_Reported_SaysWhatIsMissing(string text, string what) => Assert.StartsWith(what, TestRules.Error(text).What);

    [TestMethod]
    public void SeveralErrors_OfOneFile_AreAllReported()
    {
        var loaded = TestRules.Load(string.Join("---\n",
            TestRules.Rule("f|nope: 1", id: "a"), TestRules.Rule("dst_port: 22", id: "good"), "title: [broken\n", TestRules.Rule("f|gt: x\ng|cidr: y", id: "b")));
        Assert.HasCount(4, loaded.Errors);
        Assert.AreEqual("good", loaded.Rules.Single().Id);
    }

    [TestMethod]
    public void Error_InALaterDocument_HasTheLineOfTheFile()
    {
        var text = TestRules.Rule("f: 1", id: "a") + "---\n" + TestRules.Rule("f|nope: 1", id: "b");
        Assert.AreEqual(6 + 8, TestRules.Error(text).Line);
    }

    [TestMethod]
    public void RepeatedId_Reported_NamesTheOtherFile() => Assert.Contains(
        "already used by r0.yml:1", TestRules.Load(TestRules.Rule("f: 1"), TestRules.Rule("f: 2")).Errors.Single().What);

    [TestMethod]
    public void ForeignLogSource_Reported_IsNoFailure()
    {
        var loaded = TestRules.Load("title: r\nlogsource: {category: process_creation, product: windows}\ndetection: {s: {a: 1}, condition: s}");
        Assert.AreEqual(RuleErrorKind.NoSuchLogSource, loaded.Errors.Single().Kind);
        Assert.Contains("no such log source here", loaded.Errors.Single().What);
    }
}
