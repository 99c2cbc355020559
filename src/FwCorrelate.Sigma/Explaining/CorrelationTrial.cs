// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Correlations;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Timelines;
using NodaTime;
using NodaTime.HighPerformance;

namespace FwCorrelate.Sigma.Explaining;

/// <summary>Runs the correlations of a detector over events that are all at hand, and tells afterwards why they fired or did not.</summary>
public sealed class CorrelationTrial(SigmaDetector detector)
{
    private readonly List<TriedEvent> _events = [];
    private IReadOnlyList<CorrelationMatch>? _matches;

    /// <summary>Firings of all correlations. Ask after the last event was added.</summary>
    public IReadOnlyList<CorrelationMatch> Matches => _matches ??= Run();

    /// <summary>Adds a record; the rules that it matches are found out.</summary>
    public void Add(long id, RecordReference record, Attribution attribution)
    {
        var found = new List<FlowMatch>();
        detector.Detect(FlowBatch.Of(record.Batch.File, record.Batch.Layout, record.Record, record.Raw).Batch, found);
        Add(id, record.Record.Start.ToInstant(), record, attribution,
            [.. found.Where(m => detector.Confirms(m.Rule, record, attribution)).Select(m => m.Rule)]);
    }

    /// <summary>Adds a record of which it is known which rules it matches.</summary>
    /// <param name="time">When it happened, which may differ from what the log says.</param>
    /// <param name="rules">Indexes of detections.</param>
    public void Add(long id, Instant time, RecordReference record, Attribution attribution, IReadOnlyList<int> rules) =>
        _events.Add(new TriedEvent(id, Instant64.FromInstant(time), detector.EventOf(record, attribution), null, [.. rules]));

    /// <summary>Adds a call; the rules that it matches are found out.</summary>
    public void Add(long id, ToolCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var found = new List<CallMatch>();
        detector.Detect([call], found);
        _events.Add(new TriedEvent(id, Instant64.FromInstant(call.Start.Value), null, call, [.. found.Select(m => m.Rule)]));
    }

    /// <summary>What a correlation says of the events.</summary>
    /// <param name="rule">Index in the detector's rules.</param>
    /// <exception cref="ArgumentException">The rule is no correlation.</exception>
    public CorrelationVerdict Explain(int rule)
    {
        var correlation = detector.Correlations.Find(detector.Rules[rule].Id) ?? throw new ArgumentException(
            "The rule is no correlation.", nameof(rule));
        return new CorrelationReasons(correlation, _events, Matches, id => detector.Rules.First(r => r.Id == id).Title).Verdict();
    }

    private IReadOnlyList<CorrelationMatch> Run()
    {
        var correlator = detector.Correlations.Start(CorrelationOptions.Default with { AllowedLateness = Duration.Zero });
        foreach (var e in _events.OrderBy(e => e.Time).ThenBy(e => e.Id))
        {
            if (e.Call is { } call)
                correlator.Add(e.Id, e.Time, new ToolCallEvent(call), e.Rules);
            else
                correlator.Add(e.Id, e.Time, e.Flow!.Value, e.Rules);
        }

        correlator.Complete();
        return correlator.TakeMatches();
    }
}

/// <summary>An event of a trial.</summary>
internal sealed record TriedEvent(long Id, Instant64 Time, FlowEvent? Flow, ToolCall? Call, int[] Rules)
{
    public FieldValue Read(Field field) => Call is { } call ? new ToolCallEvent(call).Read(field) : Flow!.Value.Read(field);
}
