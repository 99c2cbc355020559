// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Network;

namespace FwCorrelate.Elastic.Ecs;

/// <summary>
/// The vendor's own fields of a record, placed where its layout maps them. What a document already says of a record wins.
/// </summary>
internal static class VendorFields
{
    // Fields of ECS 9.4.0 that are arrays by definition and that a firewall may tell.
    private static readonly HashSet<string> Arrays = new(StringComparer.Ordinal)
    {
        "tags", EcsFields.HostIp, EcsFields.HostMac, EcsFields.ObserverIp, EcsFields.ObserverMac, EcsFields.RelatedIp,
            EcsFields.RelatedHosts, EcsFields.RelatedUser, EcsFields.RelatedHash,
        EcsFields.SourceUserRoles, EcsFields.DestinationUserRoles, EcsFields.UserRoles, EcsFields.DnsResolvedIp, EcsFields.DnsHeaderFlags,
        EcsFields.EventCategory, EcsFields.EventType,
        EcsFields.ThreatTacticId, EcsFields.ThreatTacticName, EcsFields.ThreatTacticReference, EcsFields.ThreatTechniqueId,
        EcsFields.ThreatTechniqueName,
        EcsFields.ThreatTechniqueReference, EcsFields.ThreatIndicatorId, EcsFields.VulnerabilityCategory, EcsFields.ContainerImageTag,
    };

    // An exponent makes numbers that engines cannot hold; digits beyond these are rounded by some and refused by others.
    private const NumberStyles Decimals = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
    private const int LongestNumber = 28;

    /// <summary>Whether a field is an array by definition.</summary>
    public static bool IsArray(string field) => Arrays.Contains(field);

    public static void Add(EcsDocument document, RecordReference reference)
    {
        foreach (var mapping in reference.Batch.Layout.Format.Mappings)
        {
            if (reference.Field(mapping.Column) is not { Length: > 0 } text)
                continue;
            if (Converted(text, mapping.Type) is { } value)
                document.TrySet(mapping.EcsField, IsArray(mapping.EcsField) ? new[] { text } : value);
            else if (mapping.Type == FieldType.Address && mapping.EcsField.EndsWith(".ip", StringComparison.Ordinal))
                document.TrySet(mapping.EcsField[..^2] + "address", text);
        }
    }

    // A host name where an address should stand (Cisco ASA) goes to the .address field beside it; text that is no number is left to
    // event.original.
    private static object? Converted(string text, FieldType type) => type switch
    {
        FieldType.Keyword => text,
        FieldType.Number when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        FieldType.Number when text.Length <= LongestNumber
            && decimal.TryParse(text, Decimals, CultureInfo.InvariantCulture, out var number) => number,
        FieldType.Address when HostAddress.TryParse(text, out var address) && !address.IsNone => address.ToString(),
        _ => null,
    };
}
