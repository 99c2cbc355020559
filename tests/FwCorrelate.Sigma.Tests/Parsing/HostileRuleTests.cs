// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text;
using FwCorrelate.Sigma.Parsing;
using FwCorrelate.Sigma.Rules;
using NodaTime;

namespace FwCorrelate.Sigma.Tests.Parsing;

/// <summary>Rules made to exhaust the reader are refused by name, and quickly.</summary>
[TestClass]
public sealed class HostileRuleTests
{
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(5);

    [TestMethod]
    public void AliasBomb_Loaded_IsRefusedAtTheFirstAnchor()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 30; i++)
            bomb.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n");
        AssertRefused(bomb.ToString(), "anchor '&a0'");
    }

    [TestMethod]
    [DataRow("title: r\nx: *y\n", "alias '*y'")]
    [DataRow("title: !!str r\n", "tag")]
    [DataRow("<<: {a: 1}\n", "merge key")]
    [DataRow("title: r\ntitle: q\n", "'title' stands twice")]
    public void ForbiddenYaml_Loaded_IsRefusedByName(string text, string what) => AssertRefused(text, what);

    [TestMethod]
    public void DeepLists_Loaded_AreRefused() => AssertRefused("x: " + new string('[', 100_000), "nested more than");

    [TestMethod]
    public void DeepMaps_Loaded_AreRefused() => AssertRefused(string.Concat(Enumerable.Range(0, 600).Select(i => new string(' ', i) + "a:\n")), "nested more than");

    [TestMethod]
    public void TenMegabyteValue_Loaded_IsRefused() => AssertRefused(TestRules.Rule("f: '" + new string('x', 10_000_000) + "'"), "bytes");

    [TestMethod]
    public void LongValue_Loaded_IsRefused() => AssertRefused(TestRules.Rule("f: '" + new string('x', 100_000) + "'"), "longer than");

    [TestMethod]
    public void ManyDocuments_Loaded_AreRefused() => AssertRefused(string.Concat(Enumerable.Repeat("--- {a: 1}\n", 50_000)), "documents");

    [TestMethod]
    public void DeepCondition_Loaded_IsRefused() =>
        AssertRefused(TestRules.Rule("f: 1", condition: new string('(', 5_000) + "sel" + new string(')', 5_000)), "nested more than");

    [TestMethod]
    public void DeepNegation_Loaded_IsRefused() =>
        AssertRefused(TestRules.Rule("f: 1", condition: string.Concat(Enumerable.Repeat("not ", 3_000)) + "sel"), "nested more than");

    [TestMethod]
    public void ConditionThatMultipliesDetections_Loaded_IsRefused()
    {
        var values = string.Join(", ", Enumerable.Range(0, 20_000));
        AssertRefused(TestRules.Rule($"f: [{values}]", condition: string.Join(" or ", Enumerable.Repeat("1 of them", 1_000))), "more than 100000 tests");
    }

    [TestMethod]
    [DataRow("(?=a)b", "cannot run in linear time")]
    [DataRow(@"(a)\1", "cannot run in linear time")]
    [DataRow("((a{1000}){1000}){1000}", "cannot run in linear time")]
    [DataRow("(a", "is invalid")]
    public void RegexThatCannotBeLinear_Loaded_IsRefusedWithTheReason(string regex, string what) => AssertRefused(TestRules.Rule($"f|re: '{regex}'"), what);

    [TestMethod]
    public void CatastrophicRegex_OverAHostileValue_AnswersInLinearTime()
    {
        var detector = TestRules.Detector(TestRules.Rule("CommandLine|re: '^(a+)+$'", "tool_call"));
        var watch = Stopwatch.StartNew();
        Assert.AreEqual("", detector.MatchesCall(new string('a', 100_000) + "!"));
        Assert.IsLessThan(Quick, watch.Elapsed);
    }

    [TestMethod]
    public void ManyWildcards_OverAHostileValue_AnswerInTime()
    {
        var detector = TestRules.Detector(TestRules.Rule("CommandLine: '" + string.Concat(Enumerable.Repeat("*a?", 60)) + "b'", "tool_call"));
        var watch = Stopwatch.StartNew();
        Assert.AreEqual("", detector.MatchesCall(new string('a', 100_000)));
        Assert.IsLessThan(Quick, watch.Elapsed);
    }

    [TestMethod]
    public void PlaceholdersThatMultiply_Compiled_AreRefused()
    {
        var options = new SigmaOptions
        {
            UseShippedRules = false,
            Placeholders = new Dictionary<string, IReadOnlyList<string>> { ["p"] = [.. Enumerable.Range(0, 100).Select(i => $"v{i}")] },
        };
        var text = TestRules.Rule("f|expand: '%p%%p%%p%%p%%p%%p%'");
        var loaded = SigmaRules.Compile([new RuleFile("r.yml", "r.yml", Encoding.UTF8.GetBytes(text))], options);
        Assert.Contains("more than 10000 values", loaded.Errors.Single().What);
    }

    [TestMethod]
    public void PlaceholdersInManyValues_Compiled_AreRefused()
    {
        var options = new SigmaOptions
        {
            UseShippedRules = false,
            Placeholders = new Dictionary<string, IReadOnlyList<string>> { ["p"] = [.. Enumerable.Range(0, 9_000).Select(i => $"v{i}")] },
        };
        var text = TestRules.Rule($"f|expand: [{string.Join(", ", Enumerable.Range(0, 5_000).Select(i => $"'%p%{i}'"))}]");
        var watch = Stopwatch.StartNew();
        var loaded = SigmaRules.Compile([new RuleFile("r.yml", "r.yml", Encoding.UTF8.GetBytes(text))], options);
        Assert.IsLessThan(Quick, watch.Elapsed);
        Assert.Contains("more than 100000 tests", loaded.Errors.Single().What);
    }

    [TestMethod]
    public void TooManyAlternatives_Loaded_AreRefused() => AssertRefused(TestRules.Rule($"f|contains: [{Numbers(100_001)}]"), "more than 100000 tests");

    [TestMethod]
    public void TooManyEncodedAlternatives_Loaded_AreRefused() => AssertRefused(TestRules.Rule($"f|base64offset|contains: [{Numbers(50_000)}]"), "more than 100000 tests");

    [TestMethod]
    public void TooManyRegexes_Loaded_AreRefused() => AssertRefused(TestRules.Rule($"f|re: [{Numbers(50_000)}]"), "more than 1000 regular expressions");

    [TestMethod]
    [DataRow("CommandLine|contains")]
    [DataRow("CommandLine")]
    [DataRow("CommandLine|windash|endswith")]
    public void ManyAlternatives_LoadedAndSearched_AnswerInTime(string field)
    {
        var watch = Stopwatch.StartNew();
        var detector = TestRules.Detector(TestRules.Rule($"{field}: [{Numbers(30_000)}]", "tool_call"));
        Assert.AreEqual("", detector.MatchesCall(new string('x', 100_000)));
        Assert.AreEqual("r", detector.MatchesCall("29999"));
        Assert.IsLessThan(2 * Quick, watch.Elapsed);
    }

    [TestMethod]
    public void ValueOfManyDashes_WithWinDash_NeedsNoPermutations() =>
        Assert.AreEqual("r", TestRules.Detector(TestRules.Rule($"CommandLine|windash|contains: '{Dashes(5_000)}'", "tool_call")).MatchesCall("x" + Dashes(5_000).Replace('-', '/')));

    [TestMethod]
    public void RulesThatWaitForOneLetter_OverALongValueOfIt_AnswerInTime()
    {
        var rules = Enumerable.Range(1, 2_000).SelectMany(i => RuleReader.Read("r.yml", Encoding.UTF8.GetBytes(TestRules.Rule($"f|contains: '{new string('a', 1 + (i % 30))}'\ng: x"))).Rules);
        var matcher = JsonRuleSet.Compile(rules, SigmaOptions.Default).Rules.CreateMatcher();
        var line = Encoding.UTF8.GetBytes("{\"f\":\"" + new string('a', 1_000_000) + "\"}");
        var watch = Stopwatch.StartNew();
        Assert.IsTrue(matcher.TryMatch(line, []));
        Assert.IsLessThan(2 * Quick, watch.Elapsed);
    }

    [TestMethod]
    [DataRow("(?=a)b", "ab")]
    [DataRow(@"(a)\1", "xaax")]
    public void RegexThatCannotBeLinear_WithALimit_IsUsed(string regex, string command)
    {
        var detector = Limited(TestRules.Rule($"CommandLine|re: '{regex}'", "tool_call"));
        Assert.AreEqual(regex.StartsWith("(?=", StringComparison.Ordinal) ? "" : "r", detector.MatchesCall(command));
        Assert.AreEqual(0, detector.TimeoutsOf(detector.Rules[0]));
    }

    [TestMethod]
    [DataRow("sel")]
    [DataRow("not sel")]
    public void CatastrophicRegex_WithALimit_DoesNotMatchAndIsCounted(string condition)
    {
        var detector = Limited(TestRules.Rule(@"CommandLine|re: '^(a|aa)+\1$'", "tool_call", condition: condition));
        var watch = Stopwatch.StartNew();
        Assert.AreEqual("", detector.MatchesCall(new string('a', 200) + "!"));
        Assert.IsLessThan(Quick, watch.Elapsed);
        Assert.AreEqual(1, detector.TimeoutsOf(detector.Rules[0]));
    }

    [TestMethod]
    public void TextThatIsNotUtf8_Loaded_IsRefused()
    {
        var loaded = SigmaRules.Compile([new RuleFile("r.yml", "r.yml", new byte[] { 0x74, 0xFF, 0xFE })], new SigmaOptions { UseShippedRules = false });
        Assert.Contains("not UTF-8", loaded.Errors.Single().What);
    }

    private static SigmaDetector Limited(string text)
    {
        var options = new SigmaOptions { UseShippedRules = false, SlowRegexLimit = Duration.FromMilliseconds(50) };
        var loaded = SigmaRules.Compile([new RuleFile("r.yml", "r.yml", Encoding.UTF8.GetBytes(text))], options);
        Assert.IsEmpty(loaded.Errors);
        return loaded.Detector;
    }

    private static string Numbers(int count) => string.Join(", ", Enumerable.Range(0, count));

    private static string Dashes(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $" -a{i}"));

    private static void AssertRefused(string text, string what)
    {
        var watch = Stopwatch.StartNew();
        var loaded = TestRules.Load(text);
        Assert.IsLessThan(Quick, watch.Elapsed);
        Assert.IsEmpty(loaded.Rules);
        Assert.IsTrue(loaded.Errors.Any(e => e.What.Contains(what, StringComparison.Ordinal) && e.Kind == RuleErrorKind.Invalid), string.Join("\n", loaded.Errors.Take(5)));
    }
}
