// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.AddressDatabases;
using FwCorrelate.Ingestion.Cases;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Mappings;
using FwCorrelate.Matching;
using FwCorrelate.Service.Indices;
using FwCorrelate.Service.Passes;

namespace FwCorrelate.Service;

/// <summary>The inputs of an investigation, each recognised by its content. Disposing deletes what standard input was spooled to.</summary>
internal sealed class CaseInputs : IDisposable
{
    private readonly InvestigationOptions _options;
    private readonly Dictionary<LogSettings, LogSettings> _shared = [];
    private readonly InputCatalog _catalog;
    private readonly bool _hasCaseFolders;
    private readonly IndexInputs _indices;

    private CaseInputs(InputCatalog catalog, IndexInputs indices, CaseSettings settings, InvestigationOptions options)
    {
        _options = options;
        _catalog = catalog;
        _indices = indices;
        _hasCaseFolders = options.CasePath is { } folder && CaseFolders.AreIn(folder);
        Settings = settings;
    }

    /// <summary><c>case.yml</c> with what the command line adds.</summary>
    public CaseSettings Settings { get; }

    public List<LogFile> Logs { get; } = [];

    public List<(CaseInput Input, ITraceFormat Format)> Traces { get; } = [];

    public List<CaseInput> Leases { get; } = [];

    /// <summary>GPU telemetry, with the form of each file.</summary>
    public List<(CaseInput Input, string Format)> Gpu { get; } = [];

    public List<CaseInput> SettingsFiles { get; } = [];

    /// <summary>Files that nothing reads, with the reason; damaged ones are those that something could have read.</summary>
    public List<UnreadInput> Unread { get; } = [];

    /// <summary>Those of <see cref="Unread"/> that may have told of leases and traces.</summary>
    public UnreadEvidence UnreadEvidence => new(
        [.. Unread.Where(u => u.Content == UnreadContent.Unknown
        && u.MayBeOf("leases", _options.Leases)).Select(u => u.Input.RelativePath)],
        [.. Unread.Where(u => u.Content == UnreadContent.BrokenLeases).Select(u => u.Input)],
        [.. Unread.Where(u => u.IsDamaged && u.MayBeOf("timeline", _options.Timelines)).Select(u => u.Input.RelativePath)]);

    /// <summary>Whether there is no file at all, nor an index.</summary>
    public bool IsEmpty => Logs.Count + Traces.Count + Leases.Count + Gpu.Count + Unread.Count == 0;

    /// <summary>What was read of indices.</summary>
    public IndexInputs Indices => _indices;

    /// <param name="necessary">What the rules need of a record, asked for where only such records are to be fetched of an index; null
    /// fetches all.</param>
    /// <exception cref="ConfigurationException">A path is missing, or a setting cannot be used.</exception>
    /// <exception cref="EngineException">Documents of an index cannot be fetched.</exception>
    public static CaseInputs Find(
        InvestigationOptions options, Stream? standardInput, Func<CaseSettings, NecessaryCondition>? necessary = null,
        IProgress<InvestigationProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (options.CasePath is { } path)
            options = options with { Formats = options.Formats.With(CaseMappings.ReadFolder(path)) };
        var settings = SettingsOf(options);
        var forced = options.LogFormat is null ? null : options.Formats.Force(options.LogFormat);
        var catalog = options.Collected is { } collected ? InputCatalog.Of(collected.Files, collected.Unread)
            : options.CasePath is { } folder
            ? InputCatalog.DiscoverCase(folder)
            : InputCatalog.Discover(Paths(options).Where(p => !IndexPattern.IsOne(p)), Directory.GetCurrentDirectory(), standardInput);
        try
        {
            var patterns = Paths(options).Concat(settings.Sources.Select(s => s.Glob)).Where(IndexPattern.IsOne)
                .Distinct(StringComparer.Ordinal).ToList();
            var logs = options.Logs.Concat(settings.Sources.Select(s => s.Glob)).ToHashSet(StringComparer.Ordinal);
            var indices = IndexInputs.Fetch(patterns, logs, options, settings, necessary, progress, cancellation);
            return Recognise(catalog, indices, settings, options, forced);
        }
        catch
        {
            catalog.Dispose();
            throw;
        }
    }

    private static IEnumerable<string> Paths(InvestigationOptions options) =>
        [.. options.Logs, .. options.Timelines, .. options.Leases, .. options.Gpu];

    private static CaseInputs Recognise(
        InputCatalog catalog, IndexInputs indices, CaseSettings settings, InvestigationOptions options, ForcedFormat? forced)
    {
        var inputs = new CaseInputs(catalog, indices, settings, options);
        List<string> others = [.. options.Rules.Append(options.OutputFolder).OfType<string>().Select(Path.GetFullPath)];
        foreach (var input in catalog.Inputs.Where(
            i => !others.Exists(o => IsIn(o, i.FullPath)) && !inputs.IsBesideTheCase(i.RelativePath) && !settings.IsDatabase(i.FullPath)))
            inputs.Add(input, forced);
        inputs.SettingsFiles.AddRange(catalog.Inputs.Where(i => settings.IsDatabase(i.FullPath)));

        foreach (var entry in catalog.Unread.Where(e => !inputs.IsBesideTheCase(e.Path)))
            inputs.Unread.Add(new UnreadInput(new CaseInput("", entry.Path, 0), entry.Reason, true, UnreadContent.Unknown));
        inputs.Logs.AddRange(indices.Logs);
        inputs.Traces.AddRange(indices.Traces);
        inputs.RefuseUnknownSources();
        return inputs;
    }

    private void RefuseUnknownSources()
    {
        var found = Logs.Select(l => l.File.Format).Concat(Traces.Select(t => t.Format.Name)).Concat(Gpu.Select(g => g.Format)).ToList();
        SourceNames.MustBeKnown(_options.Formats, Settings, "--zone", _options.Zones.Keys, found);
        SourceNames.MustBeKnown(_options.Formats, Settings, "--clock-offset", _options.ClockOffsets.Keys, found);
        SourceNames.MustBeKnown(_options.Formats, Settings, "case.yml: zones:", Settings.Zones.Keys, found);
        SourceNames.MustBeKnown(_options.Formats, Settings, "case.yml: clock_offsets:", Settings.ClockOffsets.Keys, found);
        SourceNames.MustBeKnown(_options.Formats, Settings, "case.yml: slack:", Settings.Slack.Keys, found);
    }

    // Rules and results may lie within the case and are no inputs.
    private static bool IsIn(string path, string file) =>
        file == path || file.StartsWith(path.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    public void Dispose()
    {
        _catalog.Dispose();
        _indices.Dispose();
    }

    private bool IsBesideTheCase(string path) => _hasCaseFolders && CaseFolders.AreBeside(path);

    internal static CaseSettings SettingsOf(InvestigationOptions options)
    {
        var settings = options.Settings ?? (options.CasePath is { } folder ? CaseSettingsReader.ReadFolder(
            folder, options.Formats) : CaseSettings.Default);
        return settings with
        {
            Zones = Merged(settings.Zones, options.Zones),
            ClockOffsets = Merged(settings.ClockOffsets, options.ClockOffsets),
            Addresses = settings.Addresses ?? AddressRegister.Open(settings.AddressDatabases, settings, "case.yml: geoip"),
        };
    }

    private static IReadOnlyDictionary<string, T> Merged<T>(IReadOnlyDictionary<string, T> file, IReadOnlyDictionary<string, T> commandLine)
    {
        var merged = new Dictionary<string, T>(file);
        foreach (var (source, value) in commandLine)
            merged[source] = value;
        return merged;
    }

    // Files of one source share its settings.
    private LogSettings Shared(LogSettings settings) => _shared.TryGetValue(settings, out var known) ? known : _shared[settings] = settings;

    private void Add(CaseInput input, ForcedFormat? forced)
    {
        switch (ContentRecogniser.Recognise(input, forced, _options.Formats))
        {
            case Recognition.Log log:
                var origin = log.Format.OriginOf(log.Head.Span);
                var source = Shared(Settings.Resolve(input.RelativePath, origin.Name, origin.WorstCaseSlack));
                Logs.Add(new LogFile(input, InputFile.OfLog(input.RelativePath, origin, source), log.Format, log.Columns));
                break;
            case Recognition.Trace trace:
                Traces.Add((input, trace.Format));
                break;
            case Recognition.Lease:
                Leases.Add(input);
                break;
            case Recognition.Gpu gpu:
                Gpu.Add((input, gpu.Format));
                break;
            case Recognition.Settings:
                SettingsFiles.Add(input);
                break;
            case Recognition.Damaged damaged:
                Unread.Add(new UnreadInput(input, damaged.Reason, true, UnreadContent.Unknown));
                break;
            case Recognition.Unrecognised unrecognised:
                Unread.Add(new UnreadInput(input, unrecognised.Reason, false, unrecognised.Content));
                break;
        }
    }
}
