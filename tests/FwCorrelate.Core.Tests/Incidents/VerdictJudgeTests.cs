// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Incidents;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Core.Tests.Incidents;

/// <summary>Facts in, verdict and reasons out: every branch of <see cref="VerdictJudge"/>.</summary>
[TestClass]
public sealed class VerdictJudgeTests
{
    private const string Inbound = "opened from outside: 203.0.113.9 connected to 10.0.0.1:22/tcp";
    private const string Login = "somebody was logged in from 203.0.113.9";
    private const string Periodic = "it comes every ten minutes, also where no agent runs";
    private const string Doubt = "trace coverage 50%: calls are missing";
    private const string Gap = "call_1 was asked for, and no span tells of it";

    private static readonly VerdictFacts Bare = new(Of(AttributionKind.Sandbox, Rung.B), null, null, [], null, [], IsMachineAlone: false, LeastNone: 1, MostNone: 1);

    private static readonly VerdictFacts Crowd = Bare with { Attribution = Of(AttributionKind.Sandbox, Rung.D) };

    /// <summary>What the facts are, and the verdict that they allow.</summary>
    public static IEnumerable<object[]> Verdicts =>
    [
        Case("a call is named", Verdict.AgentInitiated, Bare with { Attribution = Named() }),
        Case("a call is named, and somebody may have acted through a login", Verdict.Undetermined, Bare with { Attribution = Named(), Login = Login }),
        Case("a call is named, whatever else is told", Verdict.AgentInitiated, Bare with { Attribution = Named(), Inbound = Inbound, Background = [Periodic], IsMachineAlone = true }),
        Case("somebody came in and no call fits", Verdict.ExternalCompromise, Bare with { Inbound = Inbound }),
        Case("somebody came in, at the limit", Verdict.ExternalCompromise, Bare with { Inbound = Inbound, LeastNone = 0.99 }),
        Case("somebody came in and a call may have done it", Verdict.Undetermined, Bare with { Inbound = Inbound, LeastNone = 0.98 }),
        Case("somebody came in, to one of several sandboxes", Verdict.Undetermined, Crowd with { Inbound = Inbound, LeastNone = 0.998 }),
        Case("somebody came in, to one of several sandboxes, and no call fits at all", Verdict.ExternalCompromise, Crowd with { Inbound = Inbound, LeastNone = 0.999 }),
        Case("somebody came in and something is untold", Verdict.Undetermined, Bare with { Inbound = Inbound, Untold = [Gap] }),
        Case("somebody came in and the traces are incomplete", Verdict.Undetermined, Bare with { Inbound = Inbound, TraceDoubt = Doubt }),
        Case("somebody came in and was logged in, incomplete traces or not", Verdict.ExternalCompromise, Bare with { Inbound = Inbound, Login = Login, TraceDoubt = Doubt }),
        Case("somebody came in, and other sandboxes do it too, without anybody", Verdict.Undetermined, Bare with { Inbound = Inbound, Login = Login, IsSeenElsewhere = true }),
        Case("somebody came in, logged in, and a call may have done it", Verdict.Undetermined, Bare with { Inbound = Inbound, Login = Login, LeastNone = 0.5 }),
        Case("inbound goes before background", Verdict.Undetermined, Bare with { Inbound = Inbound, Background = [Periodic], LeastNone = 0.5 }),
        Case("it happens anyway and no call fits", Verdict.Background, Bare with { Background = [Periodic] }),
        Case("it happens anyway, at the limit", Verdict.Background, Bare with { Background = [Periodic], LeastNone = 0.95 }),
        Case("it happens anyway and a call may have done it", Verdict.Undetermined, Bare with { Background = [Periodic], LeastNone = 0.94 }),
        Case("it happens anyway and the traces are incomplete", Verdict.Undetermined, Bare with { Background = [Periodic], TraceDoubt = Doubt }),
        Case("it happens anyway and something is untold", Verdict.Undetermined, Bare with { Background = [Periodic], Untold = [Gap] }),
        Case("background goes before a machine alone", Verdict.Background, Bare with { Background = [Periodic], IsMachineAlone = true }),
        Case("a machine acts that runs no agent", Verdict.ExternalCompromise, Bare with { IsMachineAlone = true }),
        Case("a machine acts, and its background is in doubt", Verdict.ExternalCompromise, Bare with { Background = [Periodic], TraceDoubt = Doubt, IsMachineAlone = true }),
        Case("one of several calls did it, exclusive lease", Verdict.AgentInitiated, Candidates(Rung.B, none: 0.01)),
        Case("one of several calls did it, socket sensor", Verdict.AgentInitiated, Candidates(Rung.A, none: 0.01)),
        Case("one of several calls did it, port of a shared lease", Verdict.AgentInitiated, Candidates(Rung.C, none: 0.01)),
        Case("one of several calls may have done it, shared lease", Verdict.Undetermined, Candidates(Rung.D, none: 0.01)),
        Case("one of several calls probably did it", Verdict.Undetermined, Candidates(Rung.B, none: 0.02)),
        Case("one of several calls did it, but for a reason not to say so", Verdict.Undetermined,
            Candidates(Rung.B, none: 0.01) with { Attribution = Candidates(Rung.B, none: 0.01).Attribution with { Reasons = ["the start is not known"] } }),
        Case("the sandbox is known and nothing else", Verdict.Undetermined, Bare),
        Case("the sandbox is known, no call fits and traces lack some", Verdict.Undetermined, Bare with { TraceDoubt = Doubt }),
        Case("no agent's address", Verdict.Undetermined, Bare with { Attribution = Of(AttributionKind.None, Rung.B) }),
        Case("nobody's address", Verdict.Undetermined, Bare with { Attribution = Of(AttributionKind.UnknownAddress, Rung.E) }),
    ];

    [TestMethod]
    [DynamicData(nameof(Verdicts))]
    public void Judge_Facts_AllowTheVerdict(string why, object verdict, object facts) => Assert.AreEqual((Verdict)verdict, VerdictJudge.Judge((VerdictFacts)facts).Verdict, why);

    [TestMethod]
    public void Judge_ExternalCompromise_IsSpokenForByWhatCameIn()
    {
        Holds(Bare with { Inbound = Inbound, Login = Login }, (true, Inbound), (true, Login));
        Holds(Bare with { IsMachineAlone = true }, (true, "the machine itself opened it: it holds no sandbox, and no tool call ran on it"));
    }

    [TestMethod]
    public void Judge_AnotherVerdict_IsSpokenAgainstByWhatCameIn() =>
        Holds(Bare with { Inbound = Inbound, Login = Login, LeastNone = 0.5 }, (false, Inbound), (false, Login));

    [TestMethod]
    public void Judge_OneOfSeveral_SaysThatWhichOneIsOpen() => Holds(
        Candidates(Rung.B, none: 0.01), (true, "one of several tool calls of the sandbox opened it; which one is open"), (true, "it fits"), (false, "it ended before"));

    [TestMethod]
    public void Judge_ACandidateThatDoesNotStandOut_IsNotArguedFor() => Holds(
        Candidates(Rung.D, none: 0.01, confidence: 0.48), (false, "no call stands out: the likeliest of 2 has a weight of 0.48"));

    [TestMethod]
    public void Judge_Background_IsSpokenForByWhatShowsIt()
    {
        Holds(Bare with { Background = [Periodic, "and on hosts"] }, (true, Periodic), (true, "and on hosts"));
        Holds(Bare with { Background = [Periodic], TraceDoubt = Doubt }, (false, Periodic), (false, Doubt));
    }

    [TestMethod]
    public void Judge_WhatIsOpen_IsToldOnceAndNotOfWhatTheAgentDid()
    {
        var attribution = Of(AttributionKind.Sandbox, Rung.B) with { Reasons = [Gap, "no call fits"] };
        Holds(Bare with { Attribution = attribution, Untold = [Gap], TraceDoubt = Doubt }, (false, Gap), (false, Doubt), (false, "no call fits"));
        Holds(Bare with { Attribution = Named() with { Reasons = ["a reason"] }, TraceDoubt = Doubt, Untold = [Gap] }, (true, "it fits"), (false, "it ended before"));
    }

    private static void Holds(VerdictFacts facts, params (bool For, string Text)[] expected) => CollectionAssert.AreEqual(
        expected, VerdictJudge.Judge(facts).Reasons.Select(r => (r.For, r.Text)).ToArray());

    private static object[] Case(string why, Verdict verdict, VerdictFacts facts) => [why, verdict, facts];

    private static Attribution Of(AttributionKind kind, Rung rung) => new() { Kind = kind, Rung = rung };

    private static Attribution Named() => Of(AttributionKind.ToolCall, Rung.B) with { Call = Call("c1"), Confidence = 0.996, NoneWeight = 0.004, Candidates = [Candidate("c1", 0.996)] };

    private static VerdictFacts Candidates(Rung rung, double none, double confidence = 0.6) => Bare with
    {
        Attribution = Of(AttributionKind.Candidates, rung) with
        {
            Confidence = confidence,
            NoneWeight = none,
            Candidates = [Candidate("c1", confidence), Candidate("c2", 1 - none - confidence)],
        },
        LeastNone = none,
        MostNone = none,
    };

    private static CallCandidate Candidate(string id, double weight) =>
        new(Call(id), weight, Duration.Zero, ["it fits", "it ended before"]) { ReasonsAgainst = ["it ended before"] };

    private static ToolCall Call(string id) => new()
    {
        TraceId = "t",
        SpanId = id,
        CallId = id,
        ToolName = "bash",
        Start = At(0),
        End = At(1),
        Origin = new RecordOrigin("traces.jsonl", 1, 0, 0, "call-" + id),
    };

    private static TimePoint At(int second) => new(Instant.FromUnixTimeSeconds(second), Duration.Zero, TimeBasis.Clock);
}
