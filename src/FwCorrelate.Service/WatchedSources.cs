// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Matching;
using FwCorrelate.Service.Passes;
using FwCorrelate.Sigma;
using NodaTime;

namespace FwCorrelate.Service;

/// <summary>A source that could have shown what a rule looks for.</summary>
/// <param name="Name">Of a source of logs, or <see cref="Traces"/>.</param>
/// <param name="From">Start of what it covers of the time that was asked for.</param>
/// <param name="To">End of it; times within that the source was silent or lost records are in <see cref="SourceTrust.Gaps"/>.</param>
public sealed record WatchedSource(string Name, Instant From, Instant To)
{
    /// <summary>Name of the traces, all together.</summary>
    public const string Traces = "traces";
}

/// <summary>Finds for a rule which sources could have shown what it looks for, and when: what "not seen" means for it.</summary>
internal sealed class WatchedSources(
    SigmaDetector detector, IReadOnlyList<SourceTrust> logs, TimelineTrust traces, FieldPresence fields, Instant? from, Instant? to)
{
    private readonly Dictionary<string, RuleSummary> _rules = detector.Rules.ToDictionary(r => r.Id);

    /// <summary>By name, the traces last; empty where no source could.</summary>
    public IReadOnlyList<WatchedSource> Of(RuleSummary rule)
    {
        var events = DetectionsOf(rule).DistinctBy(d => d.Id).ToList();
        var watched = logs.Where(
            s => events.Any(e => e.Event != RuleEvent.ToolCall
                && detector.BlindBecause(e, s.Formats, hasCalls: true, name => fields.IsHeld(s.Settings.Name, name)) is null))
            .Select(s => Within(s.Settings.Name, s.From, s.To));
        var calls = events.Any(e => e.Event == RuleEvent.ToolCall && detector.BlindBecause(e, [], traces.Calls > 0) is null)
            ? Within(WatchedSource.Traces, traces.From, traces.To) : null;
        return [.. watched.Append(calls).OfType<WatchedSource>()];
    }

    private IEnumerable<RuleSummary> DetectionsOf(RuleSummary rule) =>
        rule.Correlation is { } correlation ? correlation.Rules.SelectMany(r => DetectionsOf(_rules[r])) : [rule];

    private WatchedSource? Within(string name, Instant? first, Instant? last)
    {
        if (first is not { } start || last is not { } end)
            return null;
        start = from is { } f ? Instant.Max(start, f) : start;
        end = to is { } t ? Instant.Min(end, t) : end;
        return start <= end ? new WatchedSource(name, start, end) : null;
    }
}
