// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using FwCorrelate.Cases;
using FwCorrelate.Correlation;
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
    private readonly Task<LoadedRules> _rules;

    private Investigation(
        InvestigationOptions options, CaseInputs inputs, Task<LoadedRules> rules, IProgress<InvestigationProgress>? progress, CancellationToken cancellation)
    {
        _options = options;
        _inputs = inputs;
        _rules = rules;
        _progress = progress;
        _cancellation = cancellation;
    }

    private CaseSettings Settings => _inputs.Settings;

    private LoadedRules Rules => _rules.GetAwaiter().GetResult();

    private int Threads => Math.Max(1, _options.Threads);

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
        var settings = inputs.Settings;

        // Compiled while the timeline is read: both take a while, and neither needs the other.
        var rules = Task.Run(() => SigmaRules.Load(options.Rules, new SigmaOptions
        {
            InternalNetworks = settings.InternalNetworks,
            UseShippedRules = !options.NoDefaultRules,
            SlowRegexLimit = options.SlowRegexLimit,
        }));
        return new Investigation(options, inputs, rules, progress, cancellation).Run(watch);
    }

    private InvestigationResult Run(Stopwatch watch)
    {
        var timeline = ReadTimeline();
        var detection = Detect();
        try
        {
            return Judge(timeline, detection, watch);
        }
        catch
        {
            detection.Dispose();
            throw;
        }
    }

    private InvestigationResult Judge(TimelineReading timelineReading, Detection detection, Stopwatch watch)
    {
        var timeline = new TimelineIndex(timelineReading.Timeline);
        var stage = Stitch(detection, timeline);
        var records = stage.Attribute();
        detection.ForgetMatched();
        var correlated = CorrelationStage.Run(Rules.Detector, records, MatchCalls(timelineReading.Timeline));
        var incidents = new IncidentBuilder(stage.Attributor, Settings, source => EndOf(detection, source)).Build(correlated.Records, correlated.Calls);
        return new ResultAssembly(_options, _inputs, Rules, timelineReading, detection, stage, correlated, incidents)
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
        return Detection.Run(Pass(_inputs.Logs, "reading logs"), Rules.Detector, Threads, Duration64.FromDuration(Settings.IdleTimeout), from, to);
    }

    /// <summary>Reads the logs again and puts connections together.</summary>
    private AttributionStage Stitch(Detection detection, TimelineIndex timeline)
    {
        using var gathered = Gather(detection, timeline.Timeline);

        // Records that were not read may have come before: without coverage a start is only what a record proves.
        Func<string, ulong, SensorCoverage?> coverage = gathered.IsWhole ? detection.Coverage.Of : (_, _) => null;
        var stitcher = new ConnectionStitcher(Duration64.FromDuration(Settings.IdleTimeout), coverage);
        var connections = stitcher.Stitch(gathered);
        gathered.ForgetKept();
        return new AttributionStage(detection, Rules.Detector, connections, gathered.StitchLaidAside(stitcher), timeline, Settings);
    }

    private GatheredFlows Gather(Detection detection, Timeline timeline)
    {
        if (detection.Matched.Count == 0)
            return GatheredFlows.None;
        var wanted = Gathering.For(detection.Matched, timeline, Settings);
        var files = _inputs.Logs.FindAll(f => !detection.Copies.Contains(f));
        return GatheredFlows.Gather(
            Pass(files, "stitching connections"), detection, spill => new GatheringVisitor(wanted, Settings, spill), Threads, _cancellation);
    }

    private LogPass Pass(IReadOnlyList<LogFile> files, string stage)
    {
        var total = files.Sum(f => f.Input.StoredLength);
        return new LogPass(files, Threads, isHashing: true, (bytes, records) => Report(stage, bytes, total, records), _cancellation);
    }

    private void Report(string stage, long done, long total, long records) =>
        _progress?.Report(new InvestigationProgress(stage, done, total, records));

    private List<MatchedCall> MatchCalls(Timeline timeline)
    {
        var calls = timeline.Calls
            .Where(c => (_options.From is not { } from || c.Start.Value >= from) && (_options.To is not { } to || c.Start.Value < to)).ToList();
        var matches = new List<CallMatch>();
        Rules.Detector.Detect(calls, matches);
        return [.. matches.GroupBy(m => m.Call).Select(g => new MatchedCall(calls[g.Key], [.. g.Select(m => Rules.Detector.Rules[m.Rule])]))];
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
