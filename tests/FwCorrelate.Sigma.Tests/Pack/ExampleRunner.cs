// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Correlations;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Timelines;
using NodaTime;
using NodaTime.HighPerformance;

namespace FwCorrelate.Sigma.Tests.Pack;

/// <summary>Runs the pack over examples: single events, and sequences of them.</summary>
internal sealed class ExampleRunner(SigmaDetector detector)
{
    private static readonly Instant Start = Instant.FromUtc(2026, 1, 15, 3, 0);

    /// <summary>Ids of the rules that match an event.</summary>
    public IReadOnlyList<string> RulesOf(IReadOnlyDictionary<string, string> example) =>
        [.. (IsCall(example) ? MatchesOfCall(CallOf(example)) : MatchesOfFlow(example).Rules).Select(r => detector.Rules[r].Id)];

    /// <summary>Groups on which a correlation fires.</summary>
    public IReadOnlyList<IReadOnlyList<KeyValuePair<string, string?>>> GroupsOf(string rule, IReadOnlyList<IReadOnlyDictionary<string, string>> events)
    {
        var correlator = detector.Correlations.Start(new CorrelationOptions { AllowedLateness = Duration.FromDays(60) });
        for (var i = 0; i < events.Count; i++)
        {
            var time = Instant64.FromInstant(Start + Flows.Offset(events[i]));
            if (IsCall(events[i]))
            {
                var call = CallOf(events[i]);
                correlator.Add(i, time, new ToolCallEvent(call), MatchesOfCall(call).ToArray());
            }
            else
            {
                var (record, attribution, rules) = MatchesOfFlow(events[i]);
                correlator.Add(i, time, detector.EventOf(record, attribution), rules.ToArray());
            }
        }

        correlator.Complete();
        return [.. correlator.TakeMatches().Where(m => m.Rule.Id == rule).Select(m => m.Group)];
    }

    private static bool IsCall(IReadOnlyDictionary<string, string> example) => example.ContainsKey("tool.command") && !example.ContainsKey("dst_ip");

    private List<int> MatchesOfCall(ToolCall call)
    {
        var matches = new List<CallMatch>();
        detector.Detect([call], matches);
        return matches.ConvertAll(m => m.Rule);
    }

    private (RecordReference Record, Attribution Attribution, List<int> Rules) MatchesOfFlow(IReadOnlyDictionary<string, string> example)
    {
        var batch = Flows.Batch(example);
        var (record, attribution) = (new RecordReference(batch, 0), AttributionOf(example));
        var matches = new List<FlowMatch>();
        detector.Detect(batch, matches);
        return (record, attribution, [.. matches.Where(m => detector.Confirms(m.Rule, record, attribution)).Select(m => m.Rule)]);
    }

    private static ToolCall CallOf(IReadOnlyDictionary<string, string> example) =>
        Calls.Of(example.GetValueOrDefault("tool.command"), example.GetValueOrDefault("tool.name", "bash")) with
        {
            SandboxId = example.GetValueOrDefault("sandbox.id"),
            EpisodeId = example.GetValueOrDefault("episode.id"),
            RunId = example.GetValueOrDefault("run.id"),
        };

    private static Attribution AttributionOf(IReadOnlyDictionary<string, string> example)
    {
        var kind = example.TryGetValue("attribution.kind", out var said)
            ? Enum.Parse<AttributionKind>(said.Replace("_", "", StringComparison.Ordinal), ignoreCase: true)
            : AttributionKind.UnknownAddress;
        return Flows.Attribution(kind) with
        {
            Call = kind == AttributionKind.ToolCall ? CallOf(example) : null,
            Sandboxes = example.TryGetValue("sandbox.id", out var sandbox) ? [sandbox] : [],
            Connection = ConnectionOf(example),
        };
    }

    private static Connection ConnectionOf(IReadOnlyDictionary<string, string> example)
    {
        var seconds = example.TryGetValue("connection.duration", out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : 0;
        return new Connection(
            "c", Start, StartBasis.Proven, Start + Duration.FromSeconds(seconds), 1, example.GetValueOrDefault("connection.first_contact") == "true", Initiator.Source);
    }
}
