// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Correlation;
using FwCorrelate.Matching;
using FwCorrelate.Network;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Incidents;

/// <summary>A tool call that matched rules.</summary>
public sealed record MatchedCall(ToolCall Call, IReadOnlyList<RuleSummary> Rules);

/// <summary>
/// Groups matches by run, episode and cause: the named call; else the sandbox, else the source, these two per burst (design, sections
/// 2 and 6). The result does not depend on the order of its input.
/// </summary>
public sealed class IncidentBuilder(Attributor attributor, CaseSettings settings, Func<string, Instant?> endOfSource)
{
    private const int EvidenceLimit = 500;
    private const int DestinationLimit = 100;
    private const int NeighbourLimit = 20;
    private const int UntoldLimit = 3;

    /// <summary>What candidates below it share is not said of the incident: they are probably not the cause.</summary>
    private const double ProbableWeight = 0.5;
    private static readonly Duration BurstGap = Duration.FromSeconds(300);
    private readonly VerdictJudge _judge = new(attributor);

    /// <summary>Incidents by id.</summary>
    public IReadOnlyList<Incident> Build(IReadOnlyList<IncidentRecord> records, IReadOnlyList<MatchedCall> calls)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(calls);
        var matched = calls.ToDictionary(c => (c.Call.TraceId, c.Call.SpanId));
        var named = records.Where(r => r.Attribution.Call is not null)
            .GroupBy(r => (r.Attribution.Call!.TraceId, r.Attribution.Call.SpanId)).ToList();
        var incidents = new List<Incident>();
        foreach (var group in named)
        {
            var rules = matched.Remove(group.Key, out var call) ? call.Rules : [];
            incidents.Add(Make([.. group], rules, $"call {group.Key.TraceId} {group.Key.SpanId}"));
        }

        foreach (var call in matched.Values)
            incidents.Add(OfCall(call));
        foreach (var group in records.Where(r => r.Attribution.Call is null).GroupBy(r => (Cause: CauseOf(r), r.Rules[0].Id)))
            incidents.AddRange(Bursts(group).Select(burst => Make(burst, [], group.Key.Cause)));
        return WithNeighbours([.. incidents.OrderBy(i => i.Id, StringComparer.Ordinal)]);
    }

    /// <summary>
    /// The sandbox, else the source; what no call fits stands apart from what one probably did, since they have two causes.
    /// </summary>
    private static string CauseOf(IncidentRecord record)
    {
        var who = record.Attribution is { Sandboxes: [var sandbox], Rung: Rung.B or Rung.C } ? $"sandbox {sandbox}"
            : $"source {record.Acting.Address}";
        return record.Attribution.NoneWeight >= ProbableWeight ? who : $"{who}, a call of its";
    }

    private static IEnumerable<IReadOnlyList<IncidentRecord>> Bursts(IEnumerable<IncidentRecord> records)
    {
        var burst = new List<IncidentRecord>();
        var end = Instant.MinValue;
        foreach (var record in Ordered(records))
        {
            if (burst.Count > 0 && record.Start - end > BurstGap)
            {
                yield return burst;
                burst = [];
                end = Instant.MinValue;
            }

            burst.Add(record);
            end = Instant.Max(end, record.End);
        }

        if (burst.Count > 0)
            yield return burst;
    }

    private static List<IncidentRecord> Ordered(IEnumerable<IncidentRecord> records)
    {
        var ordered = records.ToList();
        ordered.Sort(InOrder);
        return ordered;
    }

    private static int InOrder(IncidentRecord left, IncidentRecord right)
    {
        var order = left.Record.Start.CompareTo(right.Record.Start);
        if (order == 0)
            order = left.Hash.CompareTo(right.Hash);
        if (order == 0 && !ReferenceEquals(left.Stitched, right.Stitched))
            order = string.CompareOrdinal(left.Stitched.Id, right.Stitched.Id);
        if (order == 0)
            order = string.CompareOrdinal(left.File.Path, right.File.Path);
        if (order == 0)
            order = left.Record.Line.CompareTo(right.Record.Line);
        return order != 0 ? order : left.Record.Index.CompareTo(right.Record.Index);
    }

    private static IReadOnlyList<RuleSummary> ByLevel(IEnumerable<RuleSummary> rules) =>
        [.. rules.DistinctBy(r => r.Id).OrderByDescending(r => r.Level).ThenBy(r => r.Id, StringComparer.Ordinal)];

    /// <summary>Who acted: behind a proxy its client, not the proxy; behind a translation the inner address.</summary>
    private HostAddress ActingIn(IncidentRecord record) => attributor.SubjectOf(record.Stitched) is var subject
        && ReferenceEquals(subject, record.Stitched) ? record.Acting.Address : subject.Initiating.Address;

    private Incident Make(IReadOnlyList<IncidentRecord> unordered, IReadOnlyList<RuleSummary> callRules, string cause)
    {
        var records = Ordered(unordered);
        var rules = ByLevel(records.Select(r => r.Rules).Distinct().SelectMany(r => r).Concat(callRules));
        var strongest = Strongest(records);
        var attribution = strongest.Attribution;
        var (verdict, reasons) = _judge.Judge(records, attribution);
        var connections = records.Select(r => r.Stitched).Distinct().ToList();
        var isInbound = records.TrueForAll(r => attributor.IsInbound(r.Stitched));
        var targets = records.Select(r => AskedBy(r, isInbound)).Distinct().ToList();
        var leading = attribution.Call ?? (attribution.Confidence >= ProbableWeight ? attribution.Candidates[0].Call : null);
        return new Incident
        {
            Id = IncidentId.Of(rules[0].Id, cause, records[0].Hash.ToString()),
            Rule = rules[0],
            Rules = rules,
            Verdict = verdict,
            VerdictReasons = reasons,
            FirstSeen = records[0].Start,
            LastSeen = records.Max(r => r.End),
            RecordCount = records.Count,
            ConnectionCount = SeenSession.Of(connections, attributor.ContextOf).Count,
            SensorCount = SeenSession.CountSensors(connections),
            RunId = Common(attribution, c => c.RunId),
            EpisodeId = Common(attribution, c => c.EpisodeId),
            Step = Common(attribution, c => c.Step),
            TaskId = Common(attribution, c => c.TaskId),
            SandboxId = attribution.Call?.SandboxId ?? (attribution.Sandboxes.Count == 1 ? attribution.Sandboxes[0] : null),
            Source = isInbound ? records[0].Target.Address : ActingIn(records[0]),
            NamedCalls = attribution.Call is { } call ? [call] : [],
            Candidates = attribution.Call is null ? attribution.Candidates : [],
            Attribution = attribution,
            Command = leading?.Command,
            Target = TargetText.Of(targets),
            Destinations = [.. records.GroupBy(r => ReachedBy(r, isInbound)).OrderByDescending(g => g.Count()).ThenBy(g => g.Key)
                .Take(DestinationLimit)
                .Select(g => (g.Key.Address, (int)g.Key.Port, g.Key.Protocol, g.Count()))],
            Evidence = EvidenceOf(records, leading, attribution),
            Scope = ScopeOf(records, isInbound),
            Ongoing = OngoingOf(records),
            Origin = new DestinationOrigin("unknown"),
            WouldDecide = [.. UntoldCalls(records, attribution), .. attributor.MissingEvidenceFor(strongest.Stitched)],
            BehaviourId = IncidentId.OfBehaviour(rules[0].Family, TargetText.Key(targets)),
            SuppressedBy = records.TrueForAll(r => r.SuppressedBy is not null) ? records[0].SuppressedBy : null,
            Decisive = strongest,
            Records = new AttributedRecords(records),
        };
    }

    private static Incident OfCall(MatchedCall matched)
    {
        var call = matched.Call;
        var rules = ByLevel(matched.Rules);
        var attribution = new Attribution
        {
            Kind = AttributionKind.ToolCall,
            Rung = Rung.B,
            Call = call,
            Confidence = 1,
            NoneWeight = 0,
            Candidates = [new CallCandidate(call, 1, Duration.Zero, ["the rule matched the call itself"])],
        };
        return new Incident
        {
            Id = IncidentId.Of(rules[0].Id, $"call {call.TraceId} {call.SpanId}", call.Origin.Sha256),
            Rule = rules[0],
            Rules = rules,
            Verdict = Verdict.AgentInitiated,
            VerdictReasons = [new(true, "the agent made this call"),
                new(false, "no matched flow record or alert is tied to it: its effect was not seen in these logs")],
            FirstSeen = call.Start.Value,
            LastSeen = call.End.Value,
            RecordCount = 0,
            ConnectionCount = 0,
            RunId = call.RunId,
            EpisodeId = call.EpisodeId,
            Step = call.Step,
            TaskId = call.TaskId,
            SandboxId = call.SandboxId,
            NamedCalls = [call],
            Attribution = attribution,
            Command = call.Command,
            Target = "the command itself",
            Evidence = [new Evidence("call", call.Origin)],
            Scope = new IncidentScope([], 0, 0, []),
            Ongoing = Ongoing.Unknown,
            Origin = new DestinationOrigin("unknown"),
            BehaviourId = IncidentId.OfBehaviour(rules[0].Family, "tool call"),
        };
    }

    /// <summary>The record whose attribution says most: a name, else the highest weight, else the first.</summary>
    private static IncidentRecord Strongest(List<IncidentRecord> records)
    {
        var strongest = records[0];
        foreach (var record in records)
        {
            if (IsStronger(record.Attribution, strongest.Attribution))
                strongest = record;
        }

        return strongest;
    }

    /// <summary>Of two that say the same, the record that needs no other view to say it.</summary>
    private static bool IsStronger(Attribution one, Attribution other) => one.Kind != other.Kind ? one.Kind < other.Kind
        : one.Confidence > other.Confidence
            || (one.Confidence.Equals(other.Confidence) && one.JoinedBy is null && other.JoinedBy is not null);

    private IEnumerable<string> UntoldCalls(IReadOnlyList<IncidentRecord> records, Attribution attribution) =>
        attribution.Call is not null ? []
        : records.Select(r => r.Stitched).Distinct().SelectMany(attributor.GapsNear).Distinct().Take(UntoldLimit)
            .Select(g => g.CallId is { } call ? $"the span of {call}" : $"what the trace lacks: {g.Text}");

    private static string? Common(Attribution attribution, Func<ToolCall, string?> of)
    {
        if (attribution.Call is { } call)
            return of(call);
        if (1 - attribution.NoneWeight < ProbableWeight)
            return null;
        var values = attribution.Candidates.Select(c => of(c.Call)).Distinct().ToList();
        return values.Count == 1 ? values[0] : null;
    }

    private static IReadOnlyList<Evidence> EvidenceOf(IReadOnlyList<IncidentRecord> records, ToolCall? call, Attribution attribution)
    {
        var evidence = records.Take(EvidenceLimit)
            .Select(r => new Evidence(r.Record.Kind == Flows.RecordKind.Alert ? "alert" : "flow", r.Origin)).ToList();
        if (call is not null)
            evidence.Add(new Evidence("call", call.Origin));
        evidence.AddRange(attribution.Leases.Select(l => new Evidence("lease", l.Origin)));
        return evidence;
    }

    // A stranger who comes in goes to the service that lets him in, not to the port that he comes from.
    private static Endpoint ReachedBy(IncidentRecord record, bool isInbound) => isInbound ? record.Acting : record.Target;

    // What goes through a proxy goes to a name, whatever address the proxy found for it, or found none.
    private Endpoint AskedBy(IncidentRecord record, bool isInbound)
    {
        var reached = ReachedBy(record, isInbound);
        return attributor.Proxied.ViewOf(record.Stitched) is { Name.Length: > 0, Side: not ProxySide.Client } view
            && NamedHosts.Of(view.Name) is { IsNone: false } name ? reached with { Address = name } : reached;
    }

    private IncidentScope ScopeOf(IReadOnlyList<IncidentRecord> records, bool isInbound)
    {
        var connections = records.Select(r => (r.Stitched, Target: ReachedBy(r, isInbound))).DistinctBy(r => r.Stitched).ToList();
        var sessions = SeenSession.Of(connections.SelectMany(c => attributor.Proxied.ViewsOf(c.Stitched)).Distinct(), attributor.ContextOf);
        var reached = connections.Where(c => c.Stitched.IsAnswered && settings.IsInternal(c.Target.Address))
            .Select(c => c.Target.Address).Distinct().Order().Select(a => a.ToString());
        return new IncidentScope(
            [.. reached], sessions.Count(s => s.IsDenied), Flows.Counters.Total(sessions.Select(s => s.BytesOut)), []);
    }

    /// <summary>Whether any of it was still seen when the log of its source ends, or was over before.</summary>
    private Ongoing OngoingOf(IReadOnlyList<IncidentRecord> records)
    {
        var ongoing = Ongoing.No;
        foreach (var connection in records.Select(r => r.Stitched).Distinct())
        {
            if (endOfSource(connection.Source.Name) is not { } end)
                return Ongoing.Unknown;
            var silence = end - connection.End.ToInstant();
            if (connection.IsDenied || (connection.IsClosed && silence > Duration.Zero))
                continue;
            if (silence <= Duration.FromMinutes(2))
                return Ongoing.Yes;
            if (silence < settings.IdleTimeout)
                ongoing = Ongoing.Unknown;
        }

        return ongoing;
    }

    /// <summary>
    /// Tells each incident who else did the same. Those beyond the limit share one list: names for everyone would grow with the square of
    /// the sandboxes.
    /// </summary>
    private static IReadOnlyList<Incident> WithNeighbours(IReadOnlyList<Incident> incidents)
    {
        var sources = incidents.GroupBy(i => i.BehaviourId).ToDictionary(
            g => g.Key, g => (IReadOnlyList<string>)[.. g.Select(NameOf).Distinct().Order(StringComparer.Ordinal)
                .Take(NeighbourLimit + 1)]);
        var shared = sources.ToDictionary(s => s.Key, s => (IReadOnlyList<string>)[.. s.Value.Take(NeighbourLimit)]);
        return [.. incidents.Select(i => i.RecordCount == 0 ? i : i with { Scope = i.Scope with { AlsoFrom = NeighboursOf(i) } })];

        IReadOnlyList<string> NeighboursOf(Incident incident)
        {
            var (names, own) = (sources[incident.BehaviourId], NameOf(incident));
            return names.Contains(own) ? [.. names.Where(n => n != own)] : shared[incident.BehaviourId];
        }
    }

    private static string NameOf(Incident incident) => incident.SandboxId ?? incident.Source.ToString();
}
