// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using NodaTime;

namespace FwCorrelate.Formats;

/// <summary>
/// All that is known of a family of logs before any is read: the one table that its reader, <c>formats</c>, blindness, documents, ingest
/// pipeline, <c>elastic verify</c> and routing are made of. It lies in the family's folder, beside the reader.
/// </summary>
/// <param name="name">What users write, such as <c>aws-vpc-flow</c>.</param>
public sealed class LogFormat(string name)
{
    public const string IcmpTypeColumn = "icmp-type";
    public const string IcmpCodeColumn = "icmp-code";

    public string Name { get; } = name;

    /// <summary>For people.</summary>
    public required string Title { get; init; }

    /// <summary>What ECS's <c>cloud.provider</c> says of such logs; null where they are no cloud's.</summary>
    public string? CloudProvider { get; init; }

    /// <summary>How far off a stamp may be, each way, as documented.</summary>
    public required Duration WorstCaseSlack { get; init; }

    /// <summary>Where <see cref="WorstCaseSlack"/> is documented, or why it is so.</summary>
    public required string SlackSource { get; init; }

    /// <summary>
    /// Where the vendor's columns stand in an ECS document, beside those that a record has. Where two map to one field, the first present
    /// counts.
    /// </summary>
    public IReadOnlyList<FieldMapping> Mappings { get; init; } = [];

    /// <summary>Documented columns beside those that other parts of the table name.</summary>
    public IReadOnlyList<string> OtherColumns { get; init; } = [];

    /// <summary>Columns that name the network which a record was seen in: equal addresses of two networks are two machines.</summary>
    public IReadOnlyList<string> NetworkColumns { get; init; } = [];

    /// <summary>
    /// Columns whose texts name the sensor, joined with <c>/</c>: of each part the first that is present. All are among the
    /// <see cref="Mappings"/>.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>> SensorColumns { get; init; } = [];

    public WordTable<FirewallAction> Actions { get; init; } = new();

    public WordTable<FlowDirection> Directions { get; init; } = new();

    public WordTable<RecordKind> Statuses { get; init; } = new();

    /// <summary>Whether columns may be members of objects within a record's, named by their path: <c>flow.start</c>.</summary>
    public bool NestsMembers { get; init; }

    /// <summary>Whether a record is of a session, so that its source opened the connection.</summary>
    public bool SourceIsInitiator { get; init; }

    /// <summary>
    /// Whether a record is a request of a proxy's client: the proxy makes a connection of its own for it, which other logs see. A request
    /// is told once and whole, so that its start is the beginning of something.
    /// </summary>
    public bool HoldsRequests { get; init; }

    /// <summary>The column that tells where a proxy connected from, as <c>address:port</c>; empty where none does.</summary>
    public string OutgoingColumn { get; init; } = "";

    /// <summary>Columns in whose texts the addresses stand that a question for a name was answered with.</summary>
    public IReadOnlyList<string> AnswerColumns { get; init; } = [];

    /// <summary>
    /// Columns that tell the name a question was for where none that maps to <c>dns.question.name</c> does: the first present counts.
    /// </summary>
    public IReadOnlyList<string> QuestionColumns { get; init; } = [];

    /// <summary>
    /// Columns that tell which container, pod or sandbox was behind a record's source, since the sensor or the proxy knows it: the first
    /// present counts. It is identity, and needs no lease.
    /// </summary>
    public IReadOnlyList<string> HolderColumns { get; init; } = [];

    /// <summary>Whether the logs hold flows and never an alert.</summary>
    public bool HoldsFlowsOnly { get; init; }

    /// <summary>Null where nothing is known to be left out.</summary>
    public LogOmission? Omission { get; init; }

    public RecordMarks Marks { get; init; } = new();

    /// <summary>
    /// Makes <see cref="Pipeline"/>, which who reads files never asks for; null where no ingest pipeline reads the format.
    /// </summary>
    public Func<PipelineSource>? PipelineMaker { get; init; }

    /// <summary>Why no ingest pipeline reads the format; null where one does.</summary>
    public string? PipelineLack { get; init; }

    public PipelineSource? Pipeline => PipelineMaker?.Invoke();

    /// <summary>Where Painless and samples lie; null where there are none.</summary>
    public FormatFolder? Folder { get; init; }

    /// <summary>Columns that every document may show, whatever its log maps.</summary>
    public IReadOnlyList<string> CommonColumns => [IcmpTypeColumn, IcmpCodeColumn, .. NetworkColumns, .. HolderColumns];

    public override string ToString() => Name;
}
