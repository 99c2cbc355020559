// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Correlation;
using FwCorrelate.Incidents;
using FwCorrelate.Ingestion;
using FwCorrelate.Matching;
using FwCorrelate.Service.Passes;
using FwCorrelate.Timelines;
using NodaTime.HighPerformance;

namespace FwCorrelate.Service;

/// <summary>What came of reading a case once with a set of rules, before correlations and incidents.</summary>
/// <param name="Records">Records that matched, with their causes; also those that matched only rules that are there to be joined. Their
/// texts are read from what <see cref="Detection"/> laid aside.</param>
/// <param name="Calls">Tool calls likewise.</param>
internal sealed record CaseRun(
    CaseInputs Inputs, TimelineReading Timeline, Detection Detection, AttributionStage Stage, IReadOnlyList<MatchedRecord> Records,
    IReadOnlyList<MatchedCall> Calls) : IDisposable
{
    /// <summary>Reads, stitches and attributes. Cancelling ends it early with what was read so far.</summary>
    /// <param name="detector">Asked for when the timeline has been read, which it is given.</param>
    public static CaseRun Read(
        InvestigationOptions options, CaseInputs inputs, Func<TimelineIndex, IDetector> detector,
        IProgress<InvestigationProgress>? progress, CancellationToken cancellation) =>
        new Reading(options, inputs, detector, progress, cancellation).Run();

    /// <summary>Gives up what was laid aside.</summary>
    public void Dispose() => Detection.Dispose();

    private sealed class Reading(
        InvestigationOptions options, CaseInputs inputs, Func<TimelineIndex, IDetector> compiled,
        IProgress<InvestigationProgress>? progress, CancellationToken cancellation)
    {
        private CaseSettings Settings => inputs.Settings;

        private int Threads => Math.Max(1, options.Threads);

        public CaseRun Run()
        {
            var timeline = ReadTimeline();
            var index = new TimelineIndex(timeline.Timeline);
            var detector = compiled(index);
            var proxies = Survey();
            if (proxies.Clients.Count > 0)
                detector = detector.Knowing(r => proxies.IsBypassedBy(r, Settings));
            var detection = Detect(detector, index);
            try
            {
                var clocks = ClockStage.Calibrate(detection, inputs.Logs, index, r => detector.Rules[r].IsReported);
                var stage = Stitch(detector, detection, clocks.Timeline, proxies);
                stage.ClockWarnings = [.. clocks.Warnings];
                var records = stage.Attribute();
                detection.ForgetMatched();
                return new CaseRun(inputs, timeline, detection, stage, records, MatchCalls(detector, timeline.Timeline));
            }
            catch
            {
                detection.Dispose();
                throw;
            }
        }

        private TimelineReading ReadTimeline()
        {
            var total = inputs.Traces.Sum(t => t.Input.StoredLength) + inputs.Leases.Sum(l => l.StoredLength);
            long done = 0;
            var bytesRead = new Relay<long>(bytes => Report("reading traces and leases", Interlocked.Add(ref done, bytes), total, 0));
            try
            {
                return TimelineReader.Read(
                    inputs.Traces, inputs.Leases, Settings, inputs.UnreadEvidence, bytesRead, cancellationToken: cancellation);
            }
            catch (OperationCanceledException)
            {
                return new TimelineReading(Timelines.Timeline.Empty, [], []);
            }
        }

        private Detection Detect(IDetector detector, TimelineIndex timeline)
        {
            var from = options.From is { } start ? Instant64.FromInstant(start) : Instant64.MinValue;
            var to = options.To is { } end ? Instant64.FromInstant(end) : Instant64.MaxValue;
            var detection = Detection.Run(
                Pass(inputs.Logs, "reading logs"), detector, detector.VendorFields, Threads, Duration64.FromDuration(Settings.IdleTimeout),
                from, to, new SandboxAddresses(timeline));

            // Records that were left in an index are part of what the sources cover.
            foreach (var (source, first, last) in inputs.Indices.Spans)
                detection.TallyOf(inputs.Logs.First(f => f.File.Source.Name == source)).NoteTime(first, last);
            return detection;
        }

        /// <summary>Reads the logs again and puts connections together.</summary>
        private AttributionStage Stitch(IDetector detector, Detection detection, TimelineIndex timeline, ProxySurvey proxies)
        {
            using var gathered = Gather(detection, timeline.Timeline, proxies);

            // Records that were not read may have come before: without coverage a start is only what a record proves.
            Func<string, ulong, SensorCoverage?> coverage = gathered.IsWhole ? detection.Coverage.Of : (_, _) => null;
            var stitcher = new ConnectionStitcher(Duration64.FromDuration(Settings.IdleTimeout), coverage);
            var connections = stitcher.Stitch(gathered);
            gathered.ForgetKept();
            return new AttributionStage(detection, detector, connections, gathered.StitchLaidAside(stitcher), timeline, Settings,
                gathered.ToldOf, proxies.Names);
        }

        private ProxySurvey Survey() =>
            ProxySurvey.Of(inputs.Logs, files => Pass(files, "reading what proxies and DNS tell of names"), Threads);

        private GatheredFlows Gather(Detection detection, Timeline timeline, ProxySurvey proxies)
        {
            if (detection.Matched.Count == 0)
                return GatheredFlows.None;
            var wanted = Gathering.For(detection, timeline, Settings, proxies);
            IReadOnlyList<LogFile> files = inputs.Logs.FindAll(f => !detection.Copies.Contains(f));
            if (inputs.Indices.IsPushedDown)
                files = [.. files.Where(f => !inputs.Indices.Logs.Contains(f)), .. inputs.Indices.FetchBeside(wanted, cancellation)];
            var gathered = GatheredFlows.Gather(
                Pass(files, "stitching connections"), detection, spill => new GatheringVisitor(wanted, Settings, spill), Threads,
                cancellation);
            try
            {
                if (inputs.Indices.IsPushedDown)
                    inputs.Indices.NoteCoverage(StartsBySensor(gathered), detection.Coverage, cancellation);
                return gathered;
            }
            catch
            {
                gathered.Dispose();
                throw;
            }
        }

        // Any record may be the first of its connection.
        private static Dictionary<(string Source, ulong Sensor), List<Instant64>> StartsBySensor(GatheredFlows gathered)
        {
            var starts = new Dictionary<(string, ulong), List<Instant64>>();
            foreach (var flow in gathered)
            {
                if (!starts.TryGetValue((flow.File.Source.Name, flow.Record.Sensor), out var times))
                    starts.Add((flow.File.Source.Name, flow.Record.Sensor), times = []);
                times.Add(flow.Record.Start);
            }

            return starts;
        }

        private LogPass Pass(IReadOnlyList<LogFile> files, string stage)
        {
            var total = files.Sum(f => f.Input.StoredLength);
            return new LogPass(files, Threads, isHashing: true, (bytes, records) => Report(stage, bytes, total, records), cancellation);
        }

        private void Report(string stage, long done, long total, long records) =>
            progress?.Report(new InvestigationProgress(stage, done, total, records));

        private List<MatchedCall> MatchCalls(IDetector detector, Timeline timeline)
        {
            var calls = timeline.Calls
                .Where(c => (options.From is not { } from || c.Start.Value >= from)
                    && (options.To is not { } to || c.Start.Value < to)).ToList();
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
