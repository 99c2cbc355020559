// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Ingestion;
using FwCorrelate.Matching;
using FwCorrelate.Sigma;
using NodaTime;

namespace FwCorrelate.Service;

/// <summary>What to investigate and how: the options of <c>fwcorrelate investigate</c> (design, section 4).</summary>
public sealed record InvestigationOptions
{
    /// <summary>A case folder; or null, where <see cref="Logs"/> and the rest name the inputs.</summary>
    public string? CasePath { get; init; }

    /// <summary>Files, folders, globs, <c>-</c> or <c>elastic:PATTERN</c>.</summary>
    public IReadOnlyList<string> Logs { get; init; } = [];

    public IReadOnlyList<string> Timelines { get; init; } = [];

    public IReadOnlyList<string> Leases { get; init; } = [];

    /// <summary>GPU telemetry: files, folders, globs or <c>-</c>.</summary>
    public IReadOnlyList<string> Gpu { get; init; } = [];

    /// <summary>
    /// Files that were collected already, in place of those that the paths lead to; the paths then only say what was asked for.
    /// </summary>
    public CollectedInputs? Collected { get; init; }

    /// <summary>Rules that were compiled already, in place of those that <see cref="Rules"/> leads to.</summary>
    internal LoadedRules? Compiled { get; init; }

    /// <summary>Settings of the case that were read already, in place of its <c>case.yml</c>.</summary>
    internal CaseSettings? Settings { get; init; }

    /// <summary>The search engine that inputs written <c>elastic:PATTERN</c> are read from; null where none is named.</summary>
    public EngineEndpoint? Elastic { get; init; }

    /// <summary>Whether to fetch all documents of an index, not only those that can matter. Results are the same.</summary>
    public bool NoPushdown { get; init; }

    /// <summary>Folders or files of rules beside the shipped pack.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    public bool NoDefaultRules { get; init; }

    /// <summary>How long a regular expression that cannot run in linear time may take on one value; null refuses such rules.</summary>
    public Duration? SlowRegexLimit { get; init; }

    /// <summary>Filters output, never stitching. Half open.</summary>
    public Instant? From { get; init; }

    public Instant? To { get; init; }

    public DateTimeZone DisplayZone { get; init; } = DateTimeZone.Utc;

    /// <summary>By SOURCE; overrides <c>case.yml</c>.</summary>
    public IReadOnlyDictionary<string, DateTimeZone> Zones { get; init; } = new Dictionary<string, DateTimeZone>();

    public IReadOnlyDictionary<string, Duration> ClockOffsets { get; init; } = new Dictionary<string, Duration>();

    /// <summary>Formats of logs that are told apart.</summary>
    public FlowFormats Formats { get; init; } = FlowFormats.Shipped;

    /// <summary>Forces the format of the logs.</summary>
    public string? LogFormat { get; init; }

    /// <summary>Where to write the files of section 6; null writes none.</summary>
    public string? OutputFolder { get; init; }

    public bool Force { get; init; }

    /// <summary>Incidents below it are left out of the page and the report, not of the files.</summary>
    public Level MinLevel { get; init; } = Level.Informational;

    public int Threads { get; init; } = Math.Max(1, Environment.ProcessorCount);

    /// <summary>The command line as typed, for the manifest.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
}

/// <summary>How far an investigation is; rates are for the caller to make.</summary>
/// <param name="Stage">What is being done, for people.</param>
/// <param name="BytesDone">Stored bytes read so far in this stage.</param>
/// <param name="BytesTotal">Stored bytes of this stage; 0 while unknown.</param>
public readonly record struct InvestigationProgress(string Stage, long BytesDone, long BytesTotal, long Records);
