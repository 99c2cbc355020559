// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>What the times of a source's documents are.</summary>
internal enum EcsTimes
{
    /// <summary><c>event.start</c> to <c>event.end</c>; where there is no end, the duration or <c>@timestamp</c> tells it.</summary>
    Interval,

    /// <summary><c>@timestamp</c> is the start; the duration tells the end.</summary>
    FromTimestamp,

    /// <summary>The document is written when the session ends: the start lies a duration before.</summary>
    UntilWritten,

    /// <summary>One moment: <c>@timestamp</c>.</summary>
    Moment,
}

/// <summary>
/// How the documents of one source differ from those of others: which field tells what. A row of <see cref="EcsSources"/>.
/// </summary>
/// <param name="Name">The name of its records' format, by which a case finds its settings.</param>
/// <param name="Dataset">What <c>event.dataset</c> or <c>data_stream.dataset</c> says; empty for our own documents.</param>
/// <param name="Slack">How far off a stamp may be, each way, as documented for the source.</param>
internal sealed record EcsSource(string Name, string Dataset, Duration Slack)
{
    /// <summary>Fields that only documents of this source have.</summary>
    public EcsField[] Marks { get; init; } = [];

    public EcsTimes Times { get; init; } = EcsTimes.Interval;

    /// <summary>Where the word of the action stands; what <c>event.type</c> says of it comes last.</summary>
    public EcsField[] Action { get; init; } = [EcsField.EventAction];

    public EcsField[] Direction { get; init; } = [EcsField.NetworkDirection];

    public EcsField[] Flags { get; init; } = [];

    /// <summary>The real ends behind an intermediate interface, where the source tells both.</summary>
    public EcsField[] Source { get; init; } = [EcsField.SourceAddress];

    public EcsField[] Destination { get; init; } = [EcsField.DestinationAddress];

    public EcsField[] Bytes { get; init; } = [EcsField.NetworkBytes];

    /// <summary>The sensor's name: parts joined with <c>/</c>, each the first field that is present.</summary>
    public EcsField[][] Sensor { get; init; } = [[EcsField.IngressInterface, EcsField.ObserverName, EcsField.InstanceId]];

    /// <summary>Whether the sensor is the machine at the end that the direction tells: GCP logs at the virtual machine.</summary>
    public bool IsSensorAtOwnEnd { get; init; }

    /// <summary>Whether a record is a session, so that its source opened it.</summary>
    public bool IsSession { get; init; }

    public bool IsSampled { get; init; }

    /// <summary>Whether a record counts what one side sent; else both sides together.</summary>
    public bool CountsOneWay { get; init; }

    /// <summary>Types of documents that are records, by <see cref="TypeField"/>; others hold none. Empty: all are.</summary>
    public string[] Types { get; init; } = [];

    public EcsField TypeField { get; init; }

    /// <summary>Whether one document may hold the tuples of many records, see <see cref="FoldedTuples"/>.</summary>
    public bool IsFolded { get; init; }
}
