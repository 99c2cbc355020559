// SPDX-License-Identifier: Apache-2.0
using System.Text;
using CsCheck;
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Parsing;
using FwCorrelate.Sigma.Rules;
using FwCorrelate.Sigma.Tests.Naive;

namespace FwCorrelate.Sigma.Tests.Indexing;

/// <summary>An index may only weaken: the engine with it gives what trying every rule gives.</summary>
[TestClass]
public sealed class IndexSoundnessTests
{
    private const int Sets = 10;
    private const int RulesPerSet = 100;
    private const int EventsPerSet = 100;
    private static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> NoPlaceholders = new Dictionary<string, IReadOnlyList<string>>();
    private static readonly NetworkScope Networks = new(SigmaOptions.Default.InternalNetworks);

    [TestMethod]
    public void FlowIndex_OverGeneratedRulesAndRecords_AgreesWithTryingEveryRule() =>
        Gen.Select(GeneratedRules.OfFlows(withAgent: true).Array[RulesPerSet], GeneratedRules.Flow.Array[EventsPerSet]).Sample(
            (texts, events) =>
            {
                var loaded = Load(texts, i => i % 4 == 0 ? "alert" : "flow");
                var batch = Flows.Batch(events);
                var actual = new List<FlowMatch>();
                loaded.Detector.Detect(batch, actual);
                CollectionAssert.AreEqual(TryEvery(loaded, batch).ToList(), actual);
            },
            iter: Sets, threads: 1);

    [TestMethod]
    public void FlowRules_OverGeneratedRulesAndRecords_AgreeWithThePlainEvaluator() =>
        Gen.Select(GeneratedRules.OfFlows(withAgent: false).Array[RulesPerSet], GeneratedRules.Flow.Array[EventsPerSet]).Sample(
            (texts, events) =>
            {
                var loaded = Load(texts, i => i % 4 == 0 ? "alert" : "flow");
                var batch = Flows.Batch(events);
                var actual = new List<FlowMatch>();
                loaded.Detector.Detect(batch, actual);
                var plain = loaded.Rules.Select(r => new NaiveRule(r, NoPlaceholders)).ToList();
                var expected = Enumerable.Range(0, batch.Count).SelectMany(i => Enumerable.Range(0, plain.Count)
                    .Where(n => Applies(loaded, batch, i, n) && plain[n].Holds(NaiveEvent.Of(new FlowEvent(batch, i, Networks), FieldMap.Flow)))
                    .Select(n => new FlowMatch(i, n)));
                CollectionAssert.AreEqual(expected.ToList(), actual, string.Join("\n", texts));
            },
            iter: Sets, threads: 1);

    /// <summary>The index that serves every other kind of event, over flows that carry their attribution.</summary>
    [TestMethod]
    public void RuleSet_OverGeneratedRulesAndAttributedRecords_AgreesWithThePlainEvaluator() =>
        Gen.Select(GeneratedRules.OfFlows(withAgent: true).Array[RulesPerSet], GeneratedRules.Flow.Array[EventsPerSet], GeneratedRules.Command).Sample(
            (texts, events, command) =>
            {
                var (set, errors) = RuleSet.Compile<FlowEvent>(texts.Select(Read), FieldMap.Flow, SigmaOptions.Default);
                Assert.IsEmpty(errors);
                var plain = set.Rules.Select(r => new NaiveRule(r, NoPlaceholders)).ToList();
                var batch = Flows.Batch(events);
                var attribution = Flows.Attribution(AttributionKind.ToolCall) with { Call = Calls.Of(command), Confidence = 0.99 };
                var (matcher, actual) = (set.CreateMatcher(), new List<int>());
                for (var i = 0; i < batch.Count; i++)
                {
                    var e = new FlowEvent(batch, i, Networks, attribution);
                    actual.Clear();
                    matcher.Match(in e, actual);
                    var naive = NaiveEvent.Of(e, FieldMap.Flow);
                    CollectionAssert.AreEqual(Enumerable.Range(0, plain.Count).Where(n => plain[n].Holds(naive)).ToList(), actual, string.Join("\n", texts));
                }
            },
            iter: Sets, threads: 1);

    [TestMethod]
    public void ToolCallRules_OverGeneratedRulesAndCalls_AgreeWithThePlainEvaluator() =>
        Gen.Select(GeneratedRules.OfCalls.Array[RulesPerSet], GeneratedRules.Command.Array[EventsPerSet]).Sample(
            (texts, commands) =>
            {
                var loaded = Load(texts, _ => "tool_call");
                var calls = commands.Select(c => Calls.Of(c)).ToList();
                var actual = new List<CallMatch>();
                loaded.Detector.Detect(calls, actual);
                var plain = loaded.Rules.Select(r => new NaiveRule(r, NoPlaceholders)).ToList();
                var expected = calls.SelectMany((c, i) => plain.Select((r, n) => (r, n)).Where(r => r.r.Holds(NaiveEvent.Of(new ToolCallEvent(c), FieldMap.ToolCall))).Select(r => new CallMatch(i, r.n)));
                CollectionAssert.AreEqual(expected.ToList(), actual);
            },
            iter: Sets, threads: 1);

    [TestMethod]
    public void Weakening_OverGeneratedRules_NeverLosesWhatAnAttributionConfirms() =>
        Gen.Select(GeneratedRules.OfFlows(withAgent: true), GeneratedRules.Flow, Gen.Enum<AttributionKind>(), Gen.Bool).Sample(
            (text, fields, kind, named) =>
            {
                var rule = Read(text);
                var compiled = RuleCompiler.Compile<FlowEvent>(rule, FieldMap.Flow, NoPlaceholders).Rule!;
                var batch = Flows.Batch(fields);
                var attribution = Flows.Attribution(kind) with { Call = named ? Calls.Of("ssh x") : null, Confidence = named ? 0.99 : 0 };
                if (compiled.Full.Matches(new FlowEvent(batch, 0, Networks, attribution)))
                    Assert.IsTrue(compiled.Provisional.Matches(new FlowEvent(batch, 0, Networks)));
                if (!compiled.UsesAttribution)
                    Assert.AreSame(compiled.Full, compiled.Provisional);
            },
            iter: 3_000, threads: 1);

    [TestMethod]
    public void Rewrites_OverGeneratedRules_KeepTheMeaning() =>
        Gen.Select(GeneratedRules.OfFlows(withAgent: false), GeneratedRules.Flow).Sample(
            (text, fields) =>
            {
                var rule = Read(text);
                var plain = new NaiveRule(rule, NoPlaceholders).Holds(NaiveEvent.Of(new FlowEvent(Flows.Batch(fields), 0, Networks), FieldMap.Flow));
                var compiled = RuleCompiler.Compile<FlowEvent>(rule, FieldMap.Flow, NoPlaceholders).Rule!;
                Assert.AreEqual(plain, compiled.Full.Matches(new FlowEvent(Flows.Batch(fields), 0, Networks)), text);
            },
            iter: 3_000, threads: 1);

    private static IEnumerable<FlowMatch> TryEvery(LoadedRules loaded, FlowBatch batch)
    {
        var rules = loaded.Rules.Select(r => RuleCompiler.Compile<FlowEvent>(r, FieldMap.Flow, NoPlaceholders).Rule!).ToList();
        for (var i = 0; i < batch.Count; i++)
        {
            for (var rule = 0; rule < rules.Count; rule++)
            {
                if (Applies(loaded, batch, i, rule) && rules[rule].Provisional.Matches(new FlowEvent(batch, i, Networks)))
                    yield return new FlowMatch(i, rule);
            }
        }
    }

    private static bool Applies(LoadedRules loaded, FlowBatch batch, int record, int rule) =>
        batch[record].Kind == RecordKind.Alert || loaded.Detector.Rules[rule].Event == RuleEvent.Flow;

    private static Rule Read(string detection) => RuleReader.Read("r.yml", Encoding.UTF8.GetBytes(Text(detection, 0, "flow"))).Rules.Single();

    private static LoadedRules Load(IReadOnlyList<string> texts, Func<int, string> service)
    {
        var loaded = TestRules.Load([.. texts.Select((t, i) => Text(t, i, service(i)))]);
        Assert.IsEmpty(loaded.Errors, string.Join("\n", loaded.Errors.Append<object>(string.Join("\n---\n", texts))));
        return loaded;
    }

    private static string Text(string detection, int number, string service) =>
        $"title: r{number}\nid: r{number:00}\nlogsource: {{product: fwcorrelate, service: {service}}}\ndetection:\n{detection}";
}
