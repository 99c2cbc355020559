// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Matching;
using FwCorrelate.Service.Results;
using FwCorrelate.Serving.Collection;
using FwCorrelate.Serving.Correlation;
using FwCorrelate.Serving.Coverage;
using FwCorrelate.Serving.Delivery;
using FwCorrelate.Serving.Retention;
using FwCorrelate.Serving.State;
using NodaTime;

namespace FwCorrelate.Serving;

/// <summary>
/// An investigation that goes on: collect, correlate, deliver, report, retain. Each step takes up what the one before committed, so that it
/// does not matter when, how often or in which order they are called, nor where the process ends.
/// </summary>
internal sealed class LiveInvestigation : IDisposable
{
    private static readonly Duration LastPatience = Duration.FromMinutes(1);

    private readonly ServiceSettings _settings;
    private readonly IClock _clock;
    private readonly Action<string> _say;
    private readonly FileCollector _collector;
    private readonly ResultSlot _results = new();
    private readonly Correlator _correlator;
    private readonly Courier _courier;
    private readonly Reporter _reporter;
    private readonly StateRetention _retention;
    private readonly SilenceWatch _silence;

    private LiveInvestigation(ServiceSettings settings, StateStore state, IClock clock, Action<string> say)
    {
        (_settings, State, _clock, _say) = (settings, state, clock, say);
        var tree = new SourceTree(settings.Investigation, [settings.OutputFolder, settings.StateFolder]);
        _collector = new FileCollector(state, tree, clock, new CollectionSettings { SettleTime = settings.SettleTime });
        _correlator = new Correlator(state, _collector, _results, clock);
        _courier = new Courier(state, [new IncidentFile(settings.OutputFolder, () =>
            state.All<Revision>(Revision.Kind)), .. settings.Sinks.Select(s => SinkFactory.Make(s, clock))], clock);
        _reporter = new Reporter(_results, settings.OutputFolder);
        _retention = new StateRetention(state, _collector, settings, clock);
        _silence = new SilenceWatch(settings.SilenceAfter, state, clock, TimeProvider.System);
        Rules = new RulesInUse(settings.Investigation, state, clock);
    }

    public StateStore State { get; }

    /// <summary>Rules and settings that take effect.</summary>
    public RulesInUse Rules { get; }

    /// <summary>Opens the state, or begins a new one.</summary>
    /// <param name="say">Takes lines for people.</param>
    /// <exception cref="ConfigurationException">A folder cannot be used, or rules and settings cannot.</exception>
    /// <exception cref="StateDamagedException">The state is damaged beyond what its checkpoints can mend.</exception>
    public static LiveInvestigation Open(ServiceSettings settings, IClock clock, Action<string> say)
    {
        var state = StateStore.Open(settings.StateFolder);
        try
        {
            var isOurs = state.Find<SinkState>(SinkState.Kind, $"file:{Path.GetFullPath(settings.OutputFolder)}") is not null;
            if (!isOurs)
                EnsureFree(settings);
            var live = new LiveInvestigation(settings, state, clock, say);
            live._courier.Prepare();
            foreach (var warning in live._collector.Warnings.Append(state.Rebuilt).OfType<string>())
                say(warning);
            return live;
        }
        catch
        {
            state.Dispose();
            throw;
        }
    }

    /// <returns>Whether anything new was collected.</returns>
    public bool Collect(bool isLast = false) => _collector.Collect(isLast);

    /// <returns>Whether anything was there to correlate.</returns>
    public bool Correlate(CancellationToken cancellation, bool isLast = false)
    {
        var options = Rules.Apply(_settings.Investigation);
        var revisions = _correlator.Correlate(options, Rules.Hash, new RevisionSettings
        {
            ReviseEvery = _settings.ReviseEvery,
            AllowedLateness = _settings.AllowedLateness
        }, isLast, cancellation);
        foreach (var revision in revisions ?? [])
            _say($"{revision.Id} revision {revision.Number}, {revision.Level.Name()}, {revision.Verdict}: {revision.Summary}");
        return revisions is not null;
    }

    /// <returns>Whether every sink took everything.</returns>
    public Task<bool> DeliverAsync(CancellationToken cancellation, bool isLast = false) => _courier.DeliverAsync(isLast, cancellation);

    public bool Report() => _reporter.Report();

    public void Retain() => _retention.Retain();

    /// <summary>Takes up changes of rules and settings, and tells of sources that fell silent or speak again.</summary>
    public void Check()
    {
        if (Rules.Reload() is { } reloaded)
            _say(reloaded);
        foreach (var news in _silence.Look(State.All<StreamReading>(StreamReading.Kind), _collector.Streams))
            _say(news);
    }

    /// <summary>Takes what is there, waits for no lateness, tells everything and ends.</summary>
    /// <returns>Whether every sink took everything.</returns>
    public async Task<bool> RunUntilIdleAsync(CancellationToken cancellation)
    {
        bool isNews;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            isNews = Collect(isLast: true);
            isNews |= Correlate(cancellation, isLast: true);
        }
        while (isNews);

        var patience = _clock.GetCurrentInstant() + LastPatience;
        bool delivered;
        while (!(delivered = await DeliverAsync(cancellation, isLast: true).ConfigureAwait(false)) && _clock.GetCurrentInstant() < patience)
            await Task.Delay(TimeSpan.FromSeconds(1), cancellation).ConfigureAwait(false);
        Report();
        State.Checkpoint();
        return delivered;
    }

    public void Dispose()
    {
        _results.Dispose();
        _collector.Dispose();
        State.Dispose();
    }

    // The state may lie within; it is hidden there.
    private static void EnsureFree(ServiceSettings settings)
    {
        var hasResults = OutputFiles.All.Any(f => File.Exists(Path.Combine(settings.OutputFolder, f)));
        if (File.Exists(settings.OutputFolder) || (hasResults && !settings.Force))
        {
            throw new ConfigurationException($"{settings.OutputFolder}: there are results of something else. "
                + "Choose another folder with --out, or replace them with --force (other files in it stay)");
        }

        foreach (var file in OutputFiles.All.Where(f => hasResults && File.Exists(Path.Combine(settings.OutputFolder, f))))
            File.Delete(Path.Combine(settings.OutputFolder, file));
    }
}
