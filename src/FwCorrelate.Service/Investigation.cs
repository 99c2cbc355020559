// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using FwCorrelate.Cases;
using FwCorrelate.Gpu;
using FwCorrelate.Incidents;
using FwCorrelate.Ingestion.Gpu;
using FwCorrelate.Service.Passes;
using FwCorrelate.Sigma;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Service;

/// <summary>
/// The one path: read, stitch, attribute, detect, build incidents. Over files it takes two passes: the first runs the rules, the
/// second stitches and attributes only the endpoints that matched, since a busy log has as many 5-tuples as records.
/// </summary>
public static class Investigation
{
    /// <summary>Investigates. Cancelling ends it early with what was read so far.</summary>
    /// <param name="standardInput">Read where a path is <c>-</c>.</param>
    /// <exception cref="ConfigurationException">A path, option or setting cannot be used; nothing was done.</exception>
    /// <exception cref="Elastic.Gateway.EngineException">Documents of an index cannot be fetched.</exception>
    public static InvestigationResult Run(
        InvestigationOptions options, IProgress<InvestigationProgress>? progress = null, Stream? standardInput = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var watch = Stopwatch.StartNew();
        Task<LoadedRules>? loading = null;
        using var inputs = CaseInputs.Find(
            options, standardInput, settings => Load(settings).GetAwaiter()
                .GetResult().Detector.NecessaryCondition, progress, cancellation);

        // Compiled while the timeline is read: both take a while, and neither needs the other.
        var rules = Load(inputs.Settings);
        var run = CaseRun.Read(options, inputs, _ => rules.GetAwaiter().GetResult().Detector, progress, cancellation);
        var result = Assemble(options, run, rules.GetAwaiter().GetResult(), watch, cancellation.IsCancellationRequested);
        run.Detection.ForgetFiles();
        return result;

        Task<LoadedRules> Load(CaseSettings settings) => loading ??= options.Compiled is { } compiled ? Task.FromResult(compiled)
            : Task.Run(() => LoadRules(options, settings));
    }

    internal static LoadedRules LoadRules(InvestigationOptions options, CaseSettings settings) =>
        SigmaRules.Load(options.Rules, new SigmaOptions
        {
            InternalNetworks = settings.InternalNetworks,
            UseShippedRules = !options.NoDefaultRules,
            SlowRegexLimit = options.SlowRegexLimit,
        });

    /// <summary>
    /// From matches to the result: correlations, incidents, and every record counted to its end. The result holds what the run laid aside.
    /// </summary>
    internal static InvestigationResult Assemble(
        InvestigationOptions options, CaseRun run, LoadedRules rules, Stopwatch watch, bool interrupted)
    {
        try
        {
            return Assemble(options, run, rules, CorrelationStage.Run(rules.Detector, run.Records, run.Calls), watch, interrupted);
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    /// <summary>From what correlations left to the result.</summary>
    internal static InvestigationResult Assemble(
        InvestigationOptions options, CaseRun run, LoadedRules rules, CorrelatedMatches correlated, Stopwatch watch, bool interrupted)
    {
        var ends = EndsOf(run.Detection);
        var incidents = new IncidentBuilder(
            run.Stage.Attributor, run.Inputs.Settings, source => ends.TryGetValue(source, out var end) ? end : null)
            .Build(correlated.Records, correlated.Calls);
        var statistics = StatisticsStage.Run(rules.Detector.Rules, correlated.Records, run.Timeline.Timeline, run.Stage.Span);
        var byFamily = statistics.ToLookup(f => f.Family, StringComparer.Ordinal);
        incidents = [.. incidents.Select(i => i with { Statistics = StatisticsStage.FindingOf(i, byFamily) })];
        var gpu = GpuReader.Read(run.Inputs.Gpu, run.Inputs.Settings);
        incidents = new DiversionIncidents(run.Inputs.Settings).Lay(Diversions(gpu.Telemetry, run.Timeline.Timeline, options), incidents);
        incidents = new OriginStage(run.Timeline.Timeline, run.Inputs.Traces.GroupBy(t => t.Input.RelativePath, StringComparer.Ordinal)
            .ToDictionary(t => t.Key, t => t.First().Input, StringComparer.Ordinal)).Run(incidents);
        incidents = [.. incidents.Select(i => WithCase(i, run))];
        return new ResultAssembly(
            options, run.Inputs, rules, run.Timeline, run.Detection, run.Stage, correlated, incidents, statistics, gpu)
            .Assemble(Duration.FromTimeSpan(watch.Elapsed), interrupted);
    }

    // What only episodes and settings tell of an incident.
    private static Incident WithCase(Incident incident, CaseRun run) => incident with
    {
        Checkpoint = incident.EpisodeId is { } episode ? run.Timeline.Timeline.CheckpointOf(incident.RunId, episode) : null,
        Decisions = [.. run.Inputs.Settings.Decisions.Where(d => d.IsOn(incident.Id))],
    };

    private static IReadOnlyList<GpuDiversion> Diversions(GpuTelemetry telemetry, Timeline timeline, InvestigationOptions options) =>
        telemetry.IsEmpty ? []
        : [.. new DiversionFinder(telemetry, timeline).Find()
            .Where(d => (options.From is not { } from || d.To >= from) && (options.To is not { } to || d.From < to))];

    // Asked for each incident, of cases with very many files.
    private static Dictionary<string, Instant> EndsOf(Detection detection) => detection.Tallies.Where(t => t.Value.To is not null)
        .GroupBy(t => t.Key.File.Source.Name).ToDictionary(g => g.Key, g => g.Max(t => t.Value.To!.Value).ToInstant());
}
