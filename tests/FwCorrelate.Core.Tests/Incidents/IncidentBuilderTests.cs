// SPDX-License-Identifier: Apache-2.0
using System.Text;
using CsCheck;
using FwCorrelate.Cases;
using FwCorrelate.Core.Tests.Correlation;
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Incidents;
using FwCorrelate.Matching;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Core.Tests.Incidents;

/// <summary>What makes one incident of matches: the named call; else the sandbox, else the source, these two per burst.</summary>
[TestClass]
public sealed class IncidentBuilderTests
{
    private const string Address = "10.0.0.1";
    private const string Stranger = "203.0.113.9";
    private static readonly RuleSummary Low = Rule("a-low", Level.Low);
    private static readonly RuleSummary High = Rule("z-high", Level.High);
    private static readonly ToolCall One = Call("c1");
    private static readonly ToolCall Other = Call("c2");

    [TestMethod]
    public void Build_RecordsOfOneNamedCall_AreOneIncidentHoweverFarApart()
    {
        var incident = Build(w => w.Flow(Address, Stranger, 22, 0).Flow(Address, "203.0.113.10", 443, 7000), _ => Named(One)).Single();
        Assert.AreEqual((2, 2, "c1"), (incident.RecordCount, incident.ConnectionCount, incident.NamedCalls.Single().CallId));
        Assert.AreEqual("203.0.113.9:22/tcp, 203.0.113.10:443/tcp", incident.Target);
    }

    [TestMethod]
    public void Build_RecordsOfTwoNamedCalls_AreTwoIncidents()
    {
        var incidents = Build(w => w.Flow(Address, Stranger, 22, 0).Flow(Address, Stranger, 22, 1, sourcePort: 40001), r => Named(r.Start == World.Zero ? One : Other));
        CollectionAssert.AreEquivalent((string[])["c1", "c2"], incidents.Select(i => i.NamedCalls.Single().CallId).ToList());
    }

    [TestMethod]
    public void Build_ACallThatMatchedAndWhoseTrafficMatched_IsOneIncidentOfTheHighestRule()
    {
        var incident = Build(w => w.Flow(Address, Stranger, 22, 0), _ => Named(One), calls: [new MatchedCall(One, [High])]).Single();
        Assert.AreEqual(("z-high", 1), (incident.Rule.Id, incident.RecordCount));
        CollectionAssert.AreEqual((string[])["z-high", "a-low"], incident.Rules.Select(r => r.Id).ToList());
    }

    [TestMethod]
    public void Build_ACallThatMatchedAlone_IsTheAgentsWithoutARecord()
    {
        var incident = Build(w => w.Flow(Address, Stranger, 22, 0), _ => Named(Other), calls: [new MatchedCall(One, [High, Low])]).Single(i => i.RecordCount == 0);
        Assert.AreEqual(("z-high", Verdict.AgentInitiated, "the command itself", 0), (incident.Rule.Id, incident.Verdict, incident.Target, incident.ConnectionCount));
        Assert.IsTrue(incident.VerdictReasons.Any(r => !r.For && r.Text.StartsWith("no matched flow record or alert is tied to it", StringComparison.Ordinal)));
    }

    [TestMethod]
    [DataRow(300, 1)]
    [DataRow(301, 2)]
    public void Build_WhatNoCallIsNamedFor_IsPerBurstOfFiveMinutes(int gap, int incidents) =>
        Assert.HasCount(incidents, Build(w => w.Flow(Address, Stranger, 22, 0).Flow(Address, Stranger, 22, gap, sourcePort: 40001), _ => Sandbox("s1")));

    [TestMethod]
    public void Build_ABurst_LastsAsLongAsItsLongestRecord() =>
        Assert.HasCount(1, Build(w => w.Flow(Address, Stranger, 22, 0, end: 800).Flow(Address, Stranger, 22, 10, sourcePort: 40001)
            .Flow(Address, Stranger, 22, 1099, sourcePort: 40002), _ => Sandbox("s1")));

    [TestMethod]
    public void Build_MatchesOfTwoRules_AreTwoIncidents() => Assert.HasCount(2, Build(
        w => w.Flow(Address, Stranger, 22, 0).Flow(Address, Stranger, 22, 1, sourcePort: 40001), _ => Sandbox("s1"), r => [r.Start == World.Zero ? Low : High]));

    [TestMethod]
    public void Build_ARecordOfTwoRules_IsOneIncident() =>
        Assert.HasCount(2, Build(w => w.Flow(Address, Stranger, 22, 0), _ => Sandbox("s1"), _ => [High, Low]).Single().Rules);

    [TestMethod]
    [DataRow(Rung.B, 1)]
    [DataRow(Rung.C, 1)]
    [DataRow(Rung.D, 2)]
    public void Build_OneSandboxWithTwoAddresses_IsOneCauseWhereItIsKnown(Rung rung, int incidents) => Assert.HasCount(incidents, Build(
        w => w.Sandbox("s1", "10.0.0.2").Flow(Address, Stranger, 22, 0).Flow("10.0.0.2", Stranger, 22, 1), _ => Sandbox("s1") with { Rung = rung }));

    [TestMethod]
    public void Build_WhatACallProbablyDidAndWhatNoneFits_AreTwoIncidents()
    {
        var incidents = Build(w => w.Flow(Address, Stranger, 22, 0).Flow(Address, Stranger, 22, 1, sourcePort: 40001), r => r.Start == World.Zero ? Sandbox("s1") : Probably(One));
        CollectionAssert.AreEquivalent((double[])[1, 0.3], incidents.Select(i => i.Attribution.NoneWeight).ToList());
    }

    [TestMethod]
    public void Build_TheRecordThatSaysMost_SpeaksForTheIncident()
    {
        var incident = Build(
            w => w.Flow(Address, Stranger, 22, 0).Flow(Address, Stranger, 22, 1, sourcePort: 40001), r => r.Start == World.Zero ? Probably(One, none: 0.4) : Probably(Other, none: 0.2)).Single();
        Assert.AreEqual(("c2", "run", "run c2"), (incident.Candidates[0].Call.CallId, incident.RunId, incident.Command));
    }

    [TestMethod]
    public void Build_AConnectionFromOutside_GoesToTheServiceThatItReached()
    {
        var incident = Build(w => w.Call("c9", "s1", -100, -90, "ls").Flow(Stranger, Address, 22, 0, sourcePort: 51234), _ => Sandbox("s1") with { Kind = AttributionKind.None }).Single();
        Assert.AreEqual(("10.0.0.1:22/tcp", Stranger), (incident.Target, incident.Source.ToString()));
        Assert.AreEqual(Verdict.ExternalCompromise, incident.Verdict);
    }

    [TestMethod]
    public void Build_SuppressedRecords_SuppressTheIncidentOnlyTogether()
    {
        Assert.IsNull(Build(TwoFlows, _ => Sandbox("s1"), suppressed: r => r.Start == World.Zero ? "trainer" : null).Single().SuppressedBy);
        Assert.AreEqual("trainer", Build(TwoFlows, _ => Sandbox("s1"), suppressed: _ => "trainer").Single().SuppressedBy);
    }

    [TestMethod]
    public void Build_RecordsInAnyOrder_GiveTheSameIncidents() => Gen.Int[0, 900].Array[1, 12].Select(Gen.Int[1, 1000]).Sample((starts, seed) =>
    {
        World Flows(World w) => starts.Select((s, i) => (s, i)).Aggregate(w, (world, f) => world.Flow(Address, Stranger, 22, f.s, sourcePort: 40000 + f.i));
        var (one, other) = (Ids(Build(Flows, Attribution)), Ids(Build(Flows, Attribution, shuffle: seed)));
        CollectionAssert.AreEqual(one, other);
        Assert.IsNotEmpty(one);

        static Attribution Attribution(IncidentRecord r) => (r.Start - World.Zero).TotalSeconds % 3 < 1 ? Named(One) : Sandbox("s1");
        static List<string> Ids(IReadOnlyList<Incident> incidents) => [.. incidents.Select(i => $"{i.Id} {i.RecordCount} {i.FirstSeen} {i.Verdict}")];
    }, iter: 200);

    private static World TwoFlows(World world) => world.Flow(Address, Stranger, 22, 0).Flow(Address, Stranger, 22, 1, sourcePort: 40001);

    private static IReadOnlyList<Incident> Build(
        Func<World, World> flows, Func<IncidentRecord, Attribution> attribution, Func<IncidentRecord, IReadOnlyList<RuleSummary>>? rules = null,
        IReadOnlyList<MatchedCall>? calls = null, Func<IncidentRecord, string?>? suppressed = null, int shuffle = 0)
    {
        var world = flows(new World().Sandbox("s1", Address));
        var connections = world.Connections();
        var attributor = world.AttributorOf(connections);
        var records = connections.SelectMany(c => Enumerable.Range(0, c.Flows.Count).Select(i => new Matched(c, i, attributor.ActsAsInitiating(c), attribution, rules ?? (_ => [Low]), suppressed)))
            .OrderBy(r => shuffle == 0 ? 0 : ((r.Record.Line + 1) * shuffle) % 101).ToList<IncidentRecord>();
        return new IncidentBuilder(attributor, CaseSettings.Default, _ => null).Build(records, calls ?? []);
    }

    private static Attribution Named(ToolCall call) => new()
    {
        Kind = AttributionKind.ToolCall,
        Rung = Rung.B,
        Call = call,
        Confidence = 0.996,
        NoneWeight = 0.004,
        Sandboxes = ["s1"],
        Candidates = [new(call, 0.996, Duration.Zero, [])],
    };

    private static Attribution Sandbox(string id) => new() { Kind = AttributionKind.Sandbox, Rung = Rung.B, Sandboxes = [id] };

    private static Attribution Probably(ToolCall call, double none = 0.3) => Sandbox("s1") with
    {
        Kind = AttributionKind.Candidates,
        Confidence = 1 - none,
        NoneWeight = none,
        Candidates = [new(call, 1 - none, Duration.Zero, [])],
    };

    private static RuleSummary Rule(string id, Level level) => new(id, id, level, "", "family", [], [], $"{id}.yml:1", RuleEvent.Flow, UsesAttribution: false);

    private static ToolCall Call(string id)
    {
        var at = new TimePoint(World.Zero, Duration.Zero, TimeBasis.Clock);
        return new ToolCall
        {
            TraceId = "t",
            SpanId = id,
            CallId = id,
            ToolName = "bash",
            Command = "run " + id,
            RunId = "run",
            Start = at,
            End = at,
            Origin = new RecordOrigin("traces.jsonl", 1, 0, 0, "call-" + id),
        };
    }

    private sealed class Matched : IncidentRecord
    {
        public Matched(
            StitchedConnection stitched, int flow, bool actsAsInitiating, Func<IncidentRecord, Attribution> attribution,
            Func<IncidentRecord, IReadOnlyList<RuleSummary>> rules, Func<IncidentRecord, string?>? suppressed)
            : base(stitched, flow, actsAsInitiating, RecordHash.Of(Encoding.UTF8.GetBytes($"{stitched.Id} {flow}"))) =>
            (Attribution, Rules, SuppressedBy) = (attribution(this), rules(this), suppressed?.Invoke(this));

        public override IReadOnlyList<RuleSummary> Rules { get; }

        public override Attribution Attribution { get; }

        public override string? SuppressedBy { get; }

        public override AttributedRecord Attributed => throw new InvalidOperationException("Incidents are built without it.");

        public override IncidentRecord WithRules(IReadOnlyList<RuleSummary> rules) => throw new InvalidOperationException("Incidents are built without it.");
    }
}
