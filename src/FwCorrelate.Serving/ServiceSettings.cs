// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Service;
using FwCorrelate.Serving.Delivery;
using FwCorrelate.Serving.Status;
using NodaTime;

namespace FwCorrelate.Serving;

/// <summary>What <c>fwcorrelate serve</c> does, and when.</summary>
public sealed record ServiceSettings
{
    internal static readonly Duration DefaultLateness = Duration.FromMinutes(10);

    /// <summary>What is investigated and how; its inputs are watched.</summary>
    public required InvestigationOptions Investigation { get; init; }

    /// <summary>Where revisions and reports go.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>Where the service keeps what it knows.</summary>
    public required string StateFolder { get; init; }

    /// <summary>Whether files of results that are not this service's may be replaced in <see cref="OutputFolder"/>.</summary>
    public bool Force { get; init; }

    /// <summary>Wait between two looks at the sources.</summary>
    public Duration CollectEvery { get; init; } = Duration.FromSeconds(1);

    /// <summary>Wait between two reports.</summary>
    public Duration ReportEvery { get; init; } = Duration.FromSeconds(10);

    /// <summary>How long what changes nothing that a person acts on may wait to be told.</summary>
    public Duration ReviseEvery { get; init; } = Duration.FromSeconds(30);

    /// <summary>How far behind the newest event of its source a record may arrive and is still on time.</summary>
    public Duration AllowedLateness { get; init; } = DefaultLateness;

    /// <summary>How far back, in event time, evidence is kept and judged again.</summary>
    public Duration Horizon { get; init; } = Duration.FromDays(7);

    /// <summary>How long revisions are kept after they were delivered.</summary>
    public Duration Retention { get; init; } = Duration.FromDays(90);

    /// <summary>A source of which nothing arrives for so long is reported as silent.</summary>
    public Duration SilenceAfter { get; init; } = Duration.FromMinutes(15);

    /// <summary>
    /// A last line without an end, a compressed file or a copy is taken as it is when nothing was written to it for so long.
    /// </summary>
    public Duration SettleTime { get; init; } = Duration.FromSeconds(5);

    /// <summary>A job that runs longer is asked to stop, and reported.</summary>
    public Duration JobTimeout { get; init; } = Duration.FromMinutes(15);

    /// <summary>Where the page and the metrics are; null opens none.</summary>
    public ListenSettings? Listen { get; init; }

    /// <summary>Where revisions go beside <see cref="OutputFolder"/>.</summary>
    public IReadOnlyList<SinkSettings> Sinks { get; init; } = [];
}
