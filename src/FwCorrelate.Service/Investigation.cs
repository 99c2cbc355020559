// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using FwCorrelate.Cases;
using FwCorrelate.Incidents;
using FwCorrelate.Ingestion;
using FwCorrelate.Matching;
using FwCorrelate.Service.Passes;
using FwCorrelate.Sigma;
using FwCorrelate.Timelines;
using NodaTime;
using NodaTime.HighPerformance;

namespace FwCorrelate.Service;

/// <summary>
/// The one path: read, stitch, attribute, detect, build incidents. Over files it takes two passes: the first runs the rules, the
/// second stitches and attributes only the endpoints that matched, since a busy log has as many 5-tuples as records.
/// </summary>
public sealed class Investigation
{
    private readonly InvestigationOptions _options;
    private readonly IProgress<InvestigationProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly CaseInputs _inputs;
    private readonly LoadedRules _rules;

    private Investigation(
        InvestigationOptions options, CaseInputs inputs, LoadedRules rules, IProgress<InvestigationProgress>? progress, CancellationToken cancellation)
    {
        _options = options;
        _inputs = inputs;
        _rules = rules;
        _progress = progress;
        _cancellation = cancellation;
    }

    private CaseSettings Settings => _inputs.Settings;

    /// <summary>Investigates. Cancelling ends it early with what was read so far.</summary>
    /// <param name="standardInput">Read where a path is <c>-</c>.</param>
    /// <exception cref="ConfigurationException">A path, option or setting cannot be used; nothing was done.</exception>
    public static InvestigationResult Run(
        InvestigationOptions options, IProgress<InvestigationProgress>? progress = null, Stream? standardInput = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var watch = Stopwatch.StartNew();
        using var inputs = CaseInputs.Find(options, standardInput);
        var rules = SigmaRules.Load(options.Rules, new SigmaOptions
        {
            InternalNetworks = inputs.Settings.InternalNetworks,
            UseShippedRules = !options.NoDefaultRules,
        });
        return new Investigation(options, inputs, rules, progress, cancellation).Run(watch);
    }

    private InvestigationResult Run(Stopwatch watch)
    {
        var timelineReading = ReadTimeline();
        var timeline = new TimelineIndex(timelineReading.Timeline);
        var detection = Detect();
        var gathered = Gather(detection);
        var stage = new AttributionStage(detection, _rules.Detector, gathered, timeline, Settings);
        var correlated = CorrelationStage.Run(_rules.Detector, stage.Attribute(), MatchCalls(timelineReading.Timeline));
        var incidents = new IncidentBuilder(stage.Attributor, Settings, source => EndOf(detection, source)).Build(correlated.Records, correlated.Calls);
        return new ResultAssembly(_options, _inputs, _rules, timelineReading, detection, stage, correlated, incidents)
            .Assemble(Duration.FromTimeSpan(watch.Elapsed), _cancellation.IsCancellationRequested);
    }

    private TimelineReading ReadTimeline()
    {
        var total = _inputs.Traces.Sum(t => t.Input.StoredLength) + _inputs.Leases.Sum(l => l.StoredLength);
        long done = 0;
        var progress = new Relay<long>(bytes => Report("reading traces and leases", Interlocked.Add(ref done, bytes), total, 0));
        try
        {
            return TimelineReader.Read(_inputs.Traces, _inputs.Leases, Settings, progress, _cancellation);
        }
        catch (OperationCanceledException)
        {
            return new TimelineReading(Timeline.Empty, [], []);
        }
    }

    private Detection Detect()
    {
        var from = _options.From is { } start ? Instant64.FromInstant(start) : Instant64.MinValue;
        var to = _options.To is { } end ? Instant64.FromInstant(end) : Instant64.MaxValue;
        return Detection.Run(
            Pass(_inputs.Logs, "reading logs"), _rules.Detector, _options.Threads, Duration64.FromDuration(Settings.IdleTimeout), from, to);
    }

    private GatheredFlows Gather(Detection detection)
    {
        if (detection.Matched.Count == 0)
            return new GatheredFlows([], IsWhole: true);
        var wanted = Gathering.For(detection.Matched.Select(m => m.Flow), Settings);
        var visitors = Enumerable.Range(0, Math.Max(1, _options.Threads)).Select(_ => new GatheringVisitor(wanted, Settings)).ToList();
        var readings = Pass([.. _inputs.Logs.Where(f => !detection.Copies.Contains(f))], "stitching connections").Run(visitors);
        var flows = visitors.SelectMany(v => v.Flows);
        return detection.IsReadAgain(readings) && !_cancellation.IsCancellationRequested
            ? new GatheredFlows(flows, IsWhole: true)
            : GatheredFlows.Partial(flows, detection.Matched.Select(m => m.Flow));
    }

    private LogPass Pass(IReadOnlyList<LogFile> files, string stage)
    {
        var total = files.Sum(f => f.Input.StoredLength);
        return new LogPass(files, _options.Threads, isHashing: true, (bytes, records) => Report(stage, bytes, total, records), _cancellation);
    }

    private void Report(string stage, long done, long total, long records) =>
        _progress?.Report(new InvestigationProgress(stage, done, total, records));

    private List<MatchedCall> MatchCalls(Timeline timeline)
    {
        var calls = timeline.Calls
            .Where(c => (_options.From is not { } from || c.Start.Value >= from) && (_options.To is not { } to || c.Start.Value < to)).ToList();
        var matches = new List<CallMatch>();
        _rules.Detector.Detect(calls, matches);
        return [.. matches.GroupBy(m => m.Call).Select(g => new MatchedCall(calls[g.Key], [.. g.Select(m => _rules.Detector.Rules[m.Rule])]))];
    }

    private static Instant? EndOf(Detection detection, string source)
    {
        var ends = detection.Tallies.Where(t => t.Key.File.Source.Name == source && t.Value.To is not null).Select(t => t.Value.To!.Value).ToList();
        return ends.Count == 0 ? null : ends.Max().ToInstant();
    }

    /// <summary>Reports where it is called, without a synchronisation context.</summary>
    private sealed class Relay<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
