// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.JsonLines;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>Fields of a document that go into results as they stand, and the vendors' columns that they were made of.</summary>
internal static class EcsMappings
{
    /// <summary>Fields beside those that a format of our own maps.</summary>
    private static readonly FieldMapping[] Others =
    [
        .. new[]
        {
            "cloud.provider", "cloud.project.id", "event.id", "event.code", "event.outcome", "source.domain", "source.user.name", "user.name",
            "host.name", "network.protocol", "network.direction", "observer.vendor", "observer.product", "observer.serial_number", "observer.hostname",
            "observer.ingress.zone", "observer.egress.interface.name", "observer.egress.zone", "rule.ruleset", "rule.uuid", "rule.version", "rule.description",
        }.Select(Same),
        new("event.severity", "event.severity", FieldType.Number),
    ];

    private static readonly IReadOnlyList<FieldMapping> OfFormats = [.. AwsVpcFlowLog.Mappings, .. AlibabaVpcFlowLog.Mappings, .. CloudFirewallLog.Mappings];

    public static IReadOnlyList<FieldMapping> All { get; } = [.. OfFormats.Select(m => m with { Column = m.EcsField }).Concat(Others).DistinctBy(m => m.EcsField)];

    /// <summary>Columns that the join asks for and no ECS field holds.</summary>
    private static readonly (string Column, string Field)[] Networks =
    [
        ("vpc-id", "fwcorrelate.record.network"), ("vpc-id", "aws.vpcflow.vpc_id"), ("icmp_type", "icmp.type"), ("icmp_code", "icmp.code"),
    ];

    private static readonly ILookup<string, string> ByColumn =
        OfFormats.Select(m => (m.Column, Field: m.EcsField)).Concat(Networks).ToLookup(m => m.Column, m => m.Field, ColumnNames.Comparer);

    /// <summary>The fields that may hold a vendor's column, by the mappings of the formats that know it.</summary>
    public static IEnumerable<string> FieldsOf(string column) => ByColumn[column];

    private static FieldMapping Same(string field) => new(field, field);
}
