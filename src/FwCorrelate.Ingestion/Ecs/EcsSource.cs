// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Formats;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>
/// How the documents of one source differ from those of others: which field tells what. A row of <see cref="EcsSources"/>.
/// </summary>
/// <param name="Format">What is known of its records' format, by whose name a case finds its settings.</param>
/// <param name="Dataset">What <c>event.dataset</c> or <c>data_stream.dataset</c> says; empty for our own documents.</param>
internal sealed record EcsSource(LogFormat Format, string Dataset)
{
    public string Name => Format.Name;

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
