// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Incidents;
using FwCorrelate.Matching;
using FwCorrelate.Service.Census;
using FwCorrelate.Statistics;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Service;

/// <summary>
/// Everything that one investigation found, in a fixed order: the page on the terminal, the report and the files are views of it.
/// </summary>
/// <remarks>
/// The text of matched records may lie in a temporary file: <see cref="Attributions"/> and the incidents' records are read from it until
/// the result is disposed.
/// </remarks>
public sealed record InvestigationResult : IDisposable
{
    /// <summary>The case as the user named it.</summary>
    public required string CasePath { get; init; }

    /// <summary>The case's settings: how commands are redacted, whose case it is.</summary>
    public CaseSettings Settings { get; init; } = CaseSettings.Default;

    /// <summary>The command line as typed, for the manifest.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Zone that times are shown in.</summary>
    public required DateTimeZone DisplayZone { get; init; }

    /// <summary>Decompressed bytes read.</summary>
    public required long BytesRead { get; init; }

    public required Duration Elapsed { get; init; }

    public required IReadOnlyList<InputSummary> Inputs { get; init; }

    public required IReadOnlyList<SourceTrust> Sources { get; init; }

    /// <summary>By source name; empty without GPU telemetry.</summary>
    public IReadOnlyList<GpuTrust> GpuSources { get; init; } = [];

    public required TimelineTrust TimelineTrust { get; init; }

    /// <summary>Rules in use: those about single events by id, then correlations by id.</summary>
    public required IReadOnlyList<RuleTrust> Rules { get; init; }

    /// <summary>Rules that could not be used, in words with file:line:column; exit code 2.</summary>
    public required IReadOnlyList<string> RuleErrors { get; init; }

    /// <summary>Worst first.</summary>
    public required IReadOnlyList<Behaviour> Behaviours { get; init; }

    /// <summary>By id.</summary>
    public required IReadOnlyList<Incident> Incidents { get; init; }

    /// <summary>Whether the bursts of each family of rules coincide with tool calls beyond chance, by family, then run.</summary>
    public IReadOnlyList<CoincidenceFinding> Statistics { get; init; } = [];

    /// <summary>By event start, SHA-256, file, line. Each is made when it is asked for and not kept: there may be millions.</summary>
    public required IReadOnlyList<AttributedRecord> Attributions { get; init; }

    /// <summary>What could have shown what each episode did, by run, then id: what rates are shares of.</summary>
    public IReadOnlyList<EpisodeCoverage> Episodes { get; init; } = [];

    /// <summary>
    /// Correlations that fired, by first event, rule and group; also those that others join and that are not reported on their own.
    /// </summary>
    public IReadOnlyList<CorrelationFinding> Correlations { get; init; } = [];

    public required Ledger Ledger { get; init; }

    /// <summary>By source name.</summary>
    public required IReadOnlyDictionary<string, Ledger> LedgerBySource { get; init; }

    /// <summary>Of logs, traces and leases; the first ones of each file, see <see cref="RejectedUnlisted"/>.</summary>
    public required IReadOnlyList<RejectedRecord> Rejected { get; init; }

    /// <summary>Rejected records that <see cref="Rejected"/> does not list, because their file holds too many.</summary>
    public long RejectedUnlisted { get; init; }

    /// <summary>
    /// What a person must know before trusting the rest: unused <c>infrastructure</c> entries, files that nothing reads, equal addresses of
    /// several networks.
    /// </summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Whether Ctrl+C ended the run early; results cover what was read.</summary>
    public bool Interrupted { get; init; }

    /// <summary>Where the files of section 6 were written, if anywhere.</summary>
    public string? OutputFolder { get; init; }

    /// <summary>What may be said against incidents; null where nothing tells.</summary>
    internal IncidentReviews? Reviews { get; init; }

    /// <summary>What the records are read from; null where they need nothing.</summary>
    internal IDisposable? Held { get; init; }

    public void Dispose() => Held?.Dispose();
}

/// <summary>What became of one input file.</summary>
public enum InputRole
{
    Log,
    Trace,
    Lease,
    Gpu,
    Settings,
    Rule,

    /// <summary>Nothing recognised it; it is listed and not read.</summary>
    Unrecognised,

    /// <summary>Recognised or named, but it could not be read (to the end).</summary>
    Damaged,
}

/// <summary>One input file, for the ledger and the manifest.</summary>
/// <param name="Sha256">Of the file as stored.</param>
/// <param name="Problem">What is wrong with it, in words.</param>
public sealed record InputSummary(
    string Path, InputRole Role, string Format, string Source, long StoredBytes, string Sha256, long Records,
    Instant? From, Instant? To, string? Problem);

/// <summary>TRUST: one source of logs.</summary>
/// <param name="Gaps">Silences longer than the idle time-out, and intervals in which the sensor lost records.</param>
public sealed record SourceTrust(
    LogSettings Settings, IReadOnlyList<LogFormat> Formats, int Files, long Records, Instant? From, Instant? To,
    IReadOnlyList<CoverageGap> Gaps, int Sensors)
{
    /// <summary>Records whose local stamp has two readings, because clocks were changed then.</summary>
    public long DoubtfulStamps { get; init; }

    /// <summary>Records that could not be read: what is silent around them may not have been.</summary>
    public long UnreadRecords { get; init; }
}

/// <summary>TRUST: one source of GPU telemetry.</summary>
/// <param name="Records">Values and rows that were read.</param>
public sealed record GpuTrust(LogSettings Settings, IReadOnlyList<string> Formats, int Files, long Records, Instant? From, Instant? To)
{
    /// <summary>Hosts that it tells of.</summary>
    public required int Hosts { get; init; }

    public required int Gpus { get; init; }
}

/// <summary>An interval in which a sensor said nothing (<paramref name="IsLoss"/> false) or said that it lost records.</summary>
public sealed record CoverageGap(Interval Interval, bool IsLoss);

/// <summary>TRUST: traces and leases.</summary>
/// <param name="MeanTraceCoverage">Mean of <see cref="Episode.TraceCoverage"/> over episodes that tell; null where none does.</param>
public sealed record TimelineTrust(
    int Runs, int Episodes, int Calls, int CallsWithoutCommand, int CallsWithoutSandbox, Instant? From, Instant? To,
    double? MeanTraceCoverage, int Leases, int ExclusiveAddresses, int SharedAddresses, IReadOnlyDictionary<TimeBasis, int> CallsByBasis)
{
    /// <summary>Spans that were read; several may be of one call.</summary>
    public long Spans { get; init; }

    /// <summary>Calls that models asked for, or messages mention, of which there is no span.</summary>
    public int CallsWithoutSpan { get; init; }

    /// <summary>Spans that look like tool calls and were not taken for one, by reason.</summary>
    public IReadOnlyList<(string Reason, int Spans)> SpansNotTaken { get; init; } = [];

    /// <summary>Episodes whose traces hold records that could not be read.</summary>
    public int UnreadableEpisodes { get; init; }

    /// <summary>Episodes whose calls all carry one stamp, so that it is not known when they ran.</summary>
    public int StoppedEpisodes { get; init; }

    /// <summary>Records that contradict each other under one id; all are kept.</summary>
    public IReadOnlyList<TraceConflict> Conflicts { get; init; } = [];

    /// <summary>Rows and tables of leases that could not be read: addresses that they may be of count as shared.</summary>
    public int LostLeases { get; init; }

    /// <summary>Episodes that may have made calls which nothing tells of, because traces of their time could not be read whole.</summary>
    public int EpisodesInDoubt { get; init; }
}

/// <summary>TRUST: a rule in use; <paramref name="BlindBecause"/> tells why it cannot fire on this input.</summary>
public sealed record RuleTrust(RuleSummary Rule, long Matches, string? BlindBecause)
{
    /// <summary>
    /// Sources that could have shown what it looks for, and when: without a match, "not seen" means not seen there and then.
    /// </summary>
    public IReadOnlyList<WatchedSource> Watched { get; init; } = [];
}
