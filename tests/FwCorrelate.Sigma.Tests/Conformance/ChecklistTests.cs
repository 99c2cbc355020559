// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Tests.Conformance;

/// <summary>
/// Values, modifiers and conditions of the Sigma specification 2.1, line by line; each by the matcher, the index and the plain evaluator.
/// </summary>
[TestClass]
public sealed class ChecklistTests
{
    [TestMethod]
    [DataRow("f: abc", """{"f":"ABC"}""", true)]
    [DataRow("f: abc", """{"f":"abcd"}""", false)]
    [DataRow("f: 4625", """{"f":"4625"}""", true)]
    [DataRow("f: '4625'", """{"f":4625}""", true)]
    [DataRow("f: true", """{"f":"True"}""", true)]
    [DataRow("f: 'TRUE'", """{"f":true}""", true)]
    [DataRow("f: 9223372036854775807", """{"f":9223372036854775807}""", true)]
    [DataRow("f: 9223372036854775806", """{"f":9223372036854775807}""", false)]
    [DataRow("f: 'a*c'", """{"f":"ac"}""", true)]
    [DataRow("f: 'a?c'", """{"f":"ac"}""", false)]
    [DataRow("f: 'a*c'", """{"f":"a\r\n\nc"}""", true)]
    [DataRow("f|contains: 'b*d'", """{"f":"abcde"}""", true)]
    [DataRow("f|startswith: 'a?c'", """{"f":"abcde"}""", true)]
    [DataRow("f|endswith: 'c*'", """{"f":"abcde"}""", true)]
    [DataRow(@"f: 'a\*c'", """{"f":"abc"}""", false)]
    [DataRow(@"f: 'a\*c'", """{"f":"a*c"}""", true)]
    [DataRow(@"f: 'a\?c'", """{"f":"a?c"}""", true)]
    [DataRow(@"f: 'a\b'", """{"f":"a\\b"}""", true)]
    [DataRow(@"f: 'a\\b'", """{"f":"a\\b"}""", true)]
    [DataRow(@"f: 'a\\*'", """{"f":"a\\bcd"}""", true)]
    [DataRow(@"f: 'a\\\*'", """{"f":"a\\bcd"}""", false)]
    [DataRow(@"f: 'a\\\*'", """{"f":"a\\*"}""", true)]
    [DataRow(@"f: 'a\\\b'", """{"f":"a\\\\b"}""", true)]
    [DataRow(@"f: 'a\\\\b'", """{"f":"a\\\\b"}""", true)]
    [DataRow(@"f|startswith: 'C:\'", """{"f":"c:\\x"}""", true)]
    [DataRow("f: 'a.c[d]%_^$'", """{"f":"A.C[D]%_^$"}""", true)]
    [DataRow("f: 'a.c'", """{"f":"abc"}""", false)]
    [DataRow("f: [a, b]", """{"f":"b"}""", true)]
    [DataRow("f|contains|all: [a, b]", """{"f":"b a"}""", true)]
    [DataRow("f|all|contains: [a, b]", """{"f":"b"}""", false)]
    [DataRow("f|contains|all: a", """{"f":"xa"}""", true)]
    [DataRow("f: ''", """{"f":""}""", true)]
    [DataRow("f: ''", """{"f":null}""", false)]
    [DataRow("f: ''", """{"g":1}""", false)]
    [DataRow("f: null", """{"f":null}""", true)]
    [DataRow("f: null", """{"g":1}""", true)]
    [DataRow("f: null", """{"f":""}""", false)]
    [DataRow("f|neq: 5", """{"g":1}""", true)]
    [DataRow("f|contains: a", """{"g":1}""", false)]
    [DataRow("f|lt: 5", """{"g":1}""", false)]
    [DataRow("f: b", """{"f":["a",["b"]]}""", true)]
    [DataRow("a.b: 1", """{"a.b":1,"a":{"b":2}}""", true)]
    [DataRow("a.b: 2", """{"a.b":1,"a":{"b":2}}""", false)]
    public void Value_OfTheSpecification_Matches(string item, string json, bool expected) => AssertHolds(item, json, expected);

    [TestMethod]
    [DataRow("f|cased: Abc", """{"f":"abc"}""", false)]
    [DataRow("f|contains|cased: B", """{"f":"aBc"}""", true)]
    [DataRow("f|neq: [a, b]", """{"f":"b"}""", false)]
    [DataRow("f|neq: [1, 2]", """{"f":3}""", true)]
    [DataRow("f|contains|neq: b", """{"f":"abc"}""", false)]
    [DataRow("f|fieldref|neq: g", """{"f":"a","g":"A"}""", false)]
    [DataRow("f|fieldref|neq: g", """{"f":"a"}""", false)]
    [DataRow("f|fieldref|neq: g", """{"f":"a","g":"b"}""", true)]
    [DataRow("f|fieldref: g", """{"f":"a","g":"A"}""", true)]
    [DataRow("f|fieldref: g", """{}""", false)]
    [DataRow("f|fieldref|endswith: g", """{"f":"xab","g":"AB"}""", true)]
    [DataRow("f|exists: true", """{"f":""}""", true)]
    [DataRow("f|exists: true", """{"f":null}""", true)]
    [DataRow("f|exists: false", """{"g":1}""", true)]
    [DataRow("f|re: b.d", """{"f":"abcde"}""", true)]
    [DataRow("f|re: B.D", """{"f":"abcde"}""", false)]
    [DataRow("f|re|i: B.D", """{"f":"abcde"}""", true)]
    [DataRow("f|re|ignorecase: B.D", """{"f":"abcde"}""", true)]
    [DataRow("f|re|m: ^b$", """{"f":"a\nb"}""", true)]
    [DataRow("f|re: ^b$", """{"f":"a\nb"}""", false)]
    [DataRow("f|re|s: a.b", """{"f":"a\nb"}""", true)]
    [DataRow("f|re: a.b", """{"f":"a\nb"}""", false)]
    [DataRow(@"f|re: '\d+\s(?:x|y)'", """{"f":"12 y"}""", true)]
    [DataRow(@"f|re: 'a\*'", """{"f":"a*"}""", true)]
    [DataRow("f|re|startswith: b", """{"f":"ab"}""", false)]
    [DataRow("f|base64: foo", """{"f":"Zm9v"}""", true)]
    [DataRow("f|base64offset|contains: foo", """{"f":"IGZvbw=="}""", true)]
    [DataRow("f|base64offset|contains|all: [foo, bar]", """{"f":"IGZvb2Jhcg=="}""", true)]
    [DataRow("f|wide|base64: a", """{"f":"YQA="}""", true)]
    [DataRow("f|utf16le|base64: a", """{"f":"YQA="}""", true)]
    [DataRow("f|utf16be|base64: a", """{"f":"AGE="}""", true)]
    [DataRow("f|utf16|base64: a", """{"f":"//5hAA=="}""", true)]
    [DataRow("f|windash|contains: ' -e '", """{"f":"x /e y"}""", true)]
    [DataRow("f|windash|contains: ' /e '", """{"f":"x \u2015e y"}""", true)]
    [DataRow("f|windash|contains|all: [' -a', ' -b']", """{"f":"x /a \u2013b"}""", true)]
    [DataRow("f|windash: '-a-b'", """{"f":"/a-b"}""", true)]
    [DataRow("f|lt: 10", """{"f":"9"}""", true)]
    [DataRow("f|gte: 10", """{"f":"9a"}""", false)]
    [DataRow("f|gt: 9", """{"f":null}""", false)]
    [DataRow("f|lte: [1, 5]", """{"f":5}""", true)]
    [DataRow("f|gt: 1.5", """{"f":1.75}""", true)]
    [DataRow("f|hour: 3", """{"f":"2026-01-15T03:04:05+08:00"}""", true)]
    [DataRow("f|minute|gte: 4", """{"f":"2026-01-15 03:04:05"}""", true)]
    [DataRow("f|day: 15\nf|month: 1\nf|year: 2026\nf|week: 3", """{"f":"2026-01-15"}""", true)]
    [DataRow("f|week: 53", """{"f":"2021-01-01"}""", true)]
    [DataRow("f|cidr: 10.0.0.0/8", """{"f":"10.255.0.1"}""", true)]
    [DataRow("f|cidr: 10.0.0.0/8", """{"f":"10.0.0.0/8"}""", false)]
    [DataRow("f|cidr: 'fd00::/8'", """{"f":"FD12:0::1"}""", true)]
    [DataRow("f|expand: '%admins%'", """{"f":"BoB"}""", true)]
    [DataRow(@"f|expand: '\%admins\%'", """{"f":"%admins%"}""", true)]
    [DataRow("f: '%admins%'", """{"f":"alice"}""", false)]
    public void Modifier_OfTheSpecification_Matches(string item, string json, bool expected) => AssertHolds(item, json, expected);

    [TestMethod]
    [DataRow("k: [abc, x]", """{"f":"an ABC"}""", true)]
    [DataRow("k: [abc]", """{"n":{"m":["an abc"]}}""", true)]
    [DataRow("k: [abc]", """{"abc":1}""", false)]
    [DataRow("k: [4625]", """{"f":4625}""", true)]
    [DataRow("k:\n  '|all': [abc, def]", """{"f":"abc","g":"def"}""", true)]
    [DataRow("k:\n  '|all': [abc, def]", """{"f":"abc"}""", false)]
    [DataRow("k:\n  '|re': 'a.c'", """{"f":"xabc"}""", true)]
    [DataRow("k:\n  - f: 1\n    g: 2\n  - f: 3", """{"f":1,"g":1}""", false)]
    [DataRow("k:\n  - f: 1\n    g: 2\n  - f: 3", """{"f":3}""", true)]
    public void Detection_OfTheSpecification_Matches(string detection, string json, bool expected) =>
        Assert.AreEqual(expected, Detections.Hold(detection + "\ncondition: k", json));

    [TestMethod]
    [DataRow("a or b and c", "a", true)]
    [DataRow("(a or b) and c", "a", false)]
    [DataRow("not a and b", "b", true)]
    [DataRow("not (a and b)", "a", true)]
    [DataRow("not 1 of a*", "b", true)]
    [DataRow("all of them", "a b c", true)]
    [DataRow("1 of them", "_d", false)]
    [DataRow("_d", "_d", true)]
    [DataRow("1 of _*", "_d", false)]
    [DataRow("any of them", "c", true)]
    [DataRow("1 of *_in_*", "x_in_y", true)]
    [DataRow("all of x_*", "x_in_y", true)]
    [DataRow("A AND NOT B", "A", true)]
    [DataRow("notepad or order or android", "notepad", true)]
    [DataRow("all_of_it and 1-2", "all_of_it 1-2", true)]
    [DataRow("[a and b, c]", "c", true)]
    public void Condition_OfTheSpecification_Matches(string condition, string holding, bool expected)
    {
        string[] names = ["a", "b", "c", "_d", "x_in_y", "A", "B", "notepad", "order", "android", "all_of_it", "1-2"];
        var used = condition.Contains("them", StringComparison.Ordinal) ? ["a", "b", "c", "_d"]
            : condition.Contains("_*", StringComparison.Ordinal) && !condition.Contains("x_", StringComparison.Ordinal) ? ["a", "_d", "x_in_y"] : names;
        if (condition == "1 of _*")
        {
            // Nothing but what begins with '_' is left for the pattern.
            Assert.Contains("matches none", Detections.Refusal("_d: {f: 1}\nb: {f: 2}\ncondition: 1 of _*"));
            return;
        }

        var detections = string.Concat(used.Select(n => $"{n}: {{'f.{n}': 1}}\n"));
        var json = "{" + string.Join(',', holding.Split(' ').Select(n => $"\"f.{n}\":1")) + "}";
        Assert.AreEqual(expected, Detections.Hold(detections + "condition: " + condition, json));
    }

    [TestMethod]
    [DataRow("s: {f: 1}\ncondition: s and", "ends where")]
    [DataRow("s: {f: 1}\ncondition: t", "no such detection")]
    [DataRow("s: {f: 1}", "no condition")]
    [DataRow("s: {f: 1}\ncondition: 1 of t*", "matches none")]
    [DataRow("s: {f: [1, null]}\ncondition: s", "null may not stand in a list")]
    [DataRow("s: {f|nope: 1}\ncondition: s", "is unknown")]
    [DataRow("s: {f|base64: 'a*'}\ncondition: s", "wildcard")]
    [DataRow("s: {f|cidr: 10.0.0.1/8}\ncondition: s", "bits set")]
    [DataRow("s: {f|cidr: x}\ncondition: s", "no network")]
    [DataRow("s: {f|expand: '%nobody%'}\ncondition: s", "placeholder '%nobody%'")]
    [DataRow("s: {f|re: '(a'}\ncondition: s", "is invalid")]
    [DataRow("s: {f|exists: 1}\ncondition: s", "true or false")]
    [DataRow("s: {f|lt: x}\ncondition: s", "no number")]
    public void Rule_ThatTheSpecificationForbids_IsRefused(string detections, string what) => Assert.Contains(what, Detections.Refusal(detections));

    private static void AssertHolds(string item, string json, bool expected) =>
        Assert.AreEqual(expected, Detections.Hold("s:\n  " + item.Replace("\n", "\n  ", StringComparison.Ordinal) + "\ncondition: s", json));
}
