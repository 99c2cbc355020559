// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Incidents;
using FwCorrelate.Ingestion;
using FwCorrelate.Matching;
using FwCorrelate.Service.Passes;
using FwCorrelate.Timelines;
using NodaTime.HighPerformance;

namespace FwCorrelate.Service;

/// <summary>What came of reading a case once with a set of rules, before correlations and incidents.</summary>
/// <param name="Records">Records that matched, with their causes; also those that matched only rules that are there to be joined.</param>
/// <param name="Calls">Tool calls likewise.</param>
internal sealed record CaseRun(
    CaseInputs Inputs, TimelineReading Timeline, Detection Detection, AttributionStage Stage, IReadOnlyList<IncidentRecord> Records, IReadOnlyList<MatchedCall> Calls)
{
    /// <summary>Reads, stitches and attributes. Cancelling ends it early with what was read so far.</summary>
    public static CaseRun Read(
        InvestigationOptions options, CaseInputs inputs, IDetector detector, IProgress<InvestigationProgress>? progress, CancellationToken cancellation) =>
        new Reading(options, inputs, detector, progress, cancellation).Run();

    private sealed class Reading(
        InvestigationOptions options, CaseInputs inputs, IDetector detector, IProgress<InvestigationProgress>? progress, CancellationToken cancellation)
    {
        private CaseSettings Settings => inputs.Settings;

        public CaseRun Run()
        {
            var timeline = ReadTimeline();
            var detection = Detect();
            var stage = new AttributionStage(detection, detector, Gather(detection), new TimelineIndex(timeline.Timeline), Settings);
            return new CaseRun(inputs, timeline, detection, stage, stage.Attribute(), MatchCalls(timeline.Timeline));
        }

        private TimelineReading ReadTimeline()
        {
            var total = inputs.Traces.Sum(t => t.Input.StoredLength) + inputs.Leases.Sum(l => l.StoredLength);
            long done = 0;
            var bytesRead = new Relay<long>(bytes => Report("reading traces and leases", Interlocked.Add(ref done, bytes), total, 0));
            try
            {
                return TimelineReader.Read(inputs.Traces, inputs.Leases, Settings, bytesRead, cancellation);
            }
            catch (OperationCanceledException)
            {
                return new TimelineReading(Timelines.Timeline.Empty, [], []);
            }
        }

        private Detection Detect()
        {
            var from = options.From is { } start ? Instant64.FromInstant(start) : Instant64.MinValue;
            var to = options.To is { } end ? Instant64.FromInstant(end) : Instant64.MaxValue;
            return Detection.Run(
                Pass(inputs.Logs, "reading logs"), detector, options.Threads, Duration64.FromDuration(Settings.IdleTimeout), from, to);
        }

        private GatheredFlows Gather(Detection detection)
        {
            if (detection.Matched.Count == 0)
                return new GatheredFlows([], IsWhole: true);
            var wanted = Gathering.For(detection.Matched.Select(m => m.Flow), Settings);
            var visitors = Enumerable.Range(0, Math.Max(1, options.Threads)).Select(_ => new GatheringVisitor(wanted, Settings)).ToList();
            var readings = Pass([.. inputs.Logs.Where(f => !detection.Copies.Contains(f))], "stitching connections").Run(visitors);
            var flows = visitors.SelectMany(v => v.Flows);
            return detection.IsReadAgain(readings) && !cancellation.IsCancellationRequested
                ? new GatheredFlows(flows, IsWhole: true)
                : GatheredFlows.Partial(flows, detection.Matched.Select(m => m.Flow));
        }

        private LogPass Pass(IReadOnlyList<LogFile> files, string stage)
        {
            var total = files.Sum(f => f.Input.StoredLength);
            return new LogPass(files, options.Threads, isHashing: true, (bytes, records) => Report(stage, bytes, total, records), cancellation);
        }

        private void Report(string stage, long done, long total, long records) =>
            progress?.Report(new InvestigationProgress(stage, done, total, records));

        private List<MatchedCall> MatchCalls(Timeline timeline)
        {
            var calls = timeline.Calls
                .Where(c => (options.From is not { } from || c.Start.Value >= from) && (options.To is not { } to || c.Start.Value < to)).ToList();
            var matches = new List<CallMatch>();
            detector.Detect(calls, matches);
            return [.. matches.GroupBy(m => m.Call).Select(g => new MatchedCall(calls[g.Key], [.. g.Select(m => detector.Rules[m.Rule])]))];
        }
    }

    /// <summary>Reports where it is called, without a synchronisation context.</summary>
    private sealed class Relay<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
