// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Formats;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>Fields of a document that go into results as they stand, and the vendors' columns that they were made of.</summary>
internal sealed class EcsMappings
{
    /// <summary>Fields beside those that a format of our own maps.</summary>
    private static readonly FieldMapping[] Others =
    [
        .. new[]
        {
            EcsFields.CloudProvider, EcsFields.CloudProjectId, EcsFields.EventId, EcsFields.EventCode, EcsFields.EventOutcome,
                EcsFields.SourceDomain, EcsFields.SourceUserName, EcsFields.UserName,
            EcsFields.HostName, EcsFields.NetworkProtocol, EcsFields.NetworkDirection, EcsFields.ObserverVendor,
            EcsFields.ObserverProduct, EcsFields.ObserverSerialNumber,
            EcsFields.ObserverHostname,
            EcsFields.ObserverIngressZone, EcsFields.ObserverEgressInterfaceName, EcsFields.ObserverEgressZone, EcsFields.RuleRuleset,
            EcsFields.RuleUuid, EcsFields.RuleVersion,
            EcsFields.RuleDescription,
        }.Select(Same),
        new(EcsFields.EventSeverity, EcsFields.EventSeverity, FieldType.Number),
    ];

    /// <summary>Columns that the join asks for and no ECS field holds.</summary>
    private static readonly (string Column, string Field)[] Joined =
    [
        ("vpc-id", OwnFields.RecordNetwork), ("vpc-id", "aws.vpcflow.vpc_id"),
        (LogFormat.IcmpTypeColumn, "icmp.type"), (LogFormat.IcmpCodeColumn, "icmp.code"),
    ];

    private readonly ILookup<string, string> _byColumn;

    /// <param name="families">Formats whose records this program writes as documents.</param>
    public EcsMappings(IReadOnlyList<IFlowFormat> families)
    {
        var ofFamilies = families.SelectMany(f => f.Table.Mappings).ToList();
        All = [.. ofFamilies.Select(m => m with { Column = m.EcsField }).Concat(Others).DistinctBy(m => m.EcsField)];

        // A firewall's name, where another family's network stands, is no network.
        var networks = families.SelectMany(f => f.Table.NetworkColumns).ToHashSet(ColumnNames.Comparer);
        var shared = ofFamilies.Where(m => !networks.Contains(m.Column)).Select(m => m.EcsField).ToHashSet(StringComparer.Ordinal);
        _byColumn = ofFamilies.Where(m => !networks.Contains(m.Column) || !shared.Contains(m.EcsField))
            .Select(m => (m.Column, Field: m.EcsField)).Concat(Joined).ToLookup(m => m.Column, m => m.Field, ColumnNames.Comparer);
    }

    public IReadOnlyList<FieldMapping> All { get; }

    /// <summary>The fields that may hold a vendor's column, by the mappings of the formats that know it.</summary>
    public IEnumerable<string> FieldsOf(string column) => _byColumn[column];

    private static FieldMapping Same(string field) => new(field, field);
}
