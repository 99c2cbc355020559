// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Incidents;
using FwCorrelate.Matching;
using FwCorrelate.Network;
using FwCorrelate.Statistics;
using FwCorrelate.Timelines;
using NodaTime;
using NodaTime.HighPerformance;
using NodaTime.Text;

namespace FwCorrelate.Samples;

/// <summary>Values of the domain for tests: one mining connection, caused by one tool call.</summary>
internal static class Sample
{
    public static readonly RuleSummary MiningRule = new(
        "6f1c1f6e-6c1d-4b7a-9a59-0d2a8c1f7b11", "Connection to a mining pool", Level.High, "A sandbox speaks to a port of mining pools.",
        "mining", ["attack.impact", "attack.t1496.001"], ["Load tests"], "mining_pool.yml:1", RuleEvent.Flow, false);

    public static Instant At(string time) => InstantPattern.ExtendedIso.Parse(time).Value;

    public static LogSettings Source(string name = "flows") =>
        new(name, Duration.FromSeconds(2), true, Duration.Zero, DateTimeZone.Utc, false);

    public static RecordReference Record(
        string raw = "action=ACCEPT account=123456789012",
        RecordShape? shape = null, FieldMapping[]? mappings = null, string format = "aws-vpc", string file = "logs/a.log", string? provider = "aws")
    {
        var bytes = Encoding.UTF8.GetBytes(raw);
        var batch = new FlowBatch(new InputFile(file, format, Source()) { CloudProvider = provider }, new KeyValueLayout(mappings ?? []));
        batch.Reset(bytes);
        batch.Add(0, bytes.Length) = (shape ?? new RecordShape()).ToRecord();
        return new RecordReference(batch, 0);
    }

    public static RecordOrigin Origin(RecordReference reference) => new(
        reference.Batch.File.Path, reference.Record.Line, reference.Record.Index, reference.Record.Offset,
        Convert.ToHexStringLower(SHA256.HashData(reference.Raw.Span)));

    public static ToolCall Call(string id = "call_7", string command = "./xmrig -o 198.51.100.23:3333", string start = "2026-01-15T04:02:17Z", int seconds = 60) => new()
    {
        TraceId = "4bf92f3577b34da6a3ce929d0e0e4736",
        SpanId = "00f067aa0ba902b7",
        CallId = id,
        ToolName = "bash",
        Command = command,
        Start = new TimePoint(At(start), Duration.FromMilliseconds(50), TimeBasis.Clock),
        End = new TimePoint(At(start) + Duration.FromSeconds(seconds), Duration.FromMilliseconds(50), TimeBasis.Clock),
        RunId = "grpo-12",
        EpisodeId = "ep-0042",
        Step = "310",
        TaskId = "swe-77",
        Turn = "5",
        SandboxId = "sbx-9",
        HostId = "node-3",
        Origin = new RecordOrigin("timeline/t.jsonl", 12, 0, 8811, new string('b', 64)),
    };

    public static Attribution Named(ToolCall? call = null) => new()
    {
        Kind = AttributionKind.ToolCall,
        Rung = Rung.B,
        Call = call ?? Call(),
        Confidence = 0.99618,
        Lag = Duration.FromMilliseconds(310),
        Candidates =
        [
            new CallCandidate(call ?? Call(), 0.99618, Duration.FromMilliseconds(310),
                ["exclusive lease", "opens 310 ms after the call starts", "destination named in the command"]),
        ],
        NoneWeight = 0.00382,
        Sandboxes = ["sbx-9"],
    };

    public static Connection Connection(RecordReference reference, int records = 31) => new(
        "c-5d41402abc4b", reference.Record.Start.ToInstant(), StartBasis.Proven, reference.Record.End.ToInstant(), records, true, Initiator.Source);

    public static AttributedRecord Attributed(Attribution? attribution = null, RecordReference? record = null)
    {
        var reference = record ?? Record();
        return new AttributedRecord(reference, Origin(reference), "none", [MiningRule], Connection(reference), attribution ?? Named(), null);
    }

    public static Incident Incident(Attribution? attribution = null)
    {
        var cause = attribution ?? Named();
        var attributed = Attributed(cause);
        return new Incident
        {
            Id = "INC-7f3a00c1d2e4",
            Rule = MiningRule,
            Rules = [MiningRule],
            Verdict = Verdict.AgentInitiated,
            VerdictReasons = [new VerdictReason(true, "the destination stands in the command"), new VerdictReason(false, "the host also runs a load test")],
            FirstSeen = attributed.Connection.Start,
            LastSeen = attributed.Connection.End,
            RecordCount = 31,
            ConnectionCount = 1,
            RunId = "grpo-12",
            EpisodeId = "ep-0042",
            Step = "310",
            TaskId = "swe-77",
            SandboxId = "sbx-9",
            Source = attributed.Record.Record.Source,
            NamedCalls = cause.Call is { } call ? [call] : [],
            Candidates = cause.Call is null ? cause.Candidates : [],
            Attribution = cause,
            Command = cause.Candidates is [var first, ..] ? first.Call.Command : null,
            Target = "198.51.100.23:3333/tcp",
            Destinations = [(HostAddress.Parse("198.51.100.23"), 3333, TransportProtocol.Tcp, 31)],
            Evidence = [new Evidence("flow", attributed.Origin), new Evidence("call", Call().Origin)],
            Scope = new IncidentScope([], 0, 48_211, []),
            Ongoing = Ongoing.Yes,
            Origin = new DestinationOrigin("not_seen"),
            BehaviourId = "BEH-1",
            Records = [attributed],
        };
    }

    /// <summary>A finding with everything that one can hold.</summary>
    public static CoincidenceFinding Statistics()
    {
        var outcome = new TestOutcome(CoincidenceTest.BlockShift, 12, 9, 0.004, CountDistribution.Uniform([2, 3, 3, 4, 5]));
        return new CoincidenceFinding
        {
            Family = "mining",
            Run = "grpo-12",
            Conclusion = Conclusion.Coincides,
            Why = "because",
            Bursts = 12,
            InWindows = 9,
            OutsideEpisodes = 2,
            Untraced = 1,
            Coverage = 0.25,
            Rates = RateRatio.Of(9, 12, 0.25),
            Outcome = outcome,
            Adjusted = 0.0081234,
            Lags = new LagProfile([-3600, -5, 0, 5, 3600], [1, 7, 9, 8, 0], 12, 0, 0.02, -5, 5),
            Controls =
            [
                new NegativeControl(ControlKind.Generation, outcome with { InWindows = 1, PValue = 0.99 }, null),
                new NegativeControl(ControlKind.OtherHosts, null, "sandboxes of fewer than two hosts are known"),
                new NegativeControl(ControlKind.NextStep, outcome with { InWindows = 3, PValue = 0.4 }, null),
            ],
            Pattern = TimePattern.Periodic,
            Period = 600,
            Options = CoincidenceOptions.Default,
        };
    }
}

/// <summary>A record with the values that tests leave alone filled in.</summary>
internal sealed record RecordShape
{
    public string Start { get; init; } = "2026-01-15T04:02:17.31Z";

    public int Seconds { get; init; } = 60;

    public string Source { get; init; } = "10.8.0.9";

    public string Destination { get; init; } = "198.51.100.23";

    public ushort SourcePort { get; init; } = 41_822;

    public ushort DestinationPort { get; init; } = 3333;

    public TransportProtocol Protocol { get; init; } = TransportProtocol.Tcp;

    public FirewallAction Action { get; init; } = FirewallAction.Allow;

    public RecordKind Kind { get; init; }

    public FlowDirection Direction { get; init; } = FlowDirection.Outbound;

    public long Bytes { get; init; } = 48_211;

    public long Line { get; init; } = 812;

    public long Offset { get; init; } = 91_822;

    public FlowRecord ToRecord()
    {
        var start = Sample.At(Start);
        return new FlowRecord
        {
            Start = Instant64.FromInstant(start),
            End = Instant64.FromInstant(start + Duration.FromSeconds(Seconds)),
            Source = Source.Length == 0 ? HostAddress.None : HostAddress.Parse(Source),
            Destination = Destination.Length == 0 ? HostAddress.None : HostAddress.Parse(Destination),
            SourcePort = SourcePort,
            DestinationPort = DestinationPort,
            Protocol = Protocol,
            Action = Action,
            Kind = Kind,
            Direction = Direction,
            Bytes = Bytes,
            Packets = Bytes < 0 ? -1 : 120,
            Line = Line,
            Offset = Offset,
        };
    }
}
