// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Elastic.Diagnosis;
using FwCorrelate.Matching;
using FwCorrelate.Sigma;
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Service.Rules;

/// <summary>Which fields of flow and alert documents the rules in use ask for.</summary>
public static class RuleFieldNeeds
{
    // Names that rules use, beside the field of a document that answers them.
    private static readonly (string RuleField, string DocumentField)[] Answers =
    [
        (EcsFields.SourceIp, EcsFields.SourceIp), (EcsFields.DestinationIp, EcsFields.DestinationIp),
            (EcsFields.SourcePort, EcsFields.SourcePort), (EcsFields.DestinationPort,
            EcsFields.DestinationPort),
        (EcsFields.EventAction, EcsFields.EventAction), ("blocked", EcsFields.EventAction),
        (EcsFields.NetworkTransport, EcsFields.NetworkTransport),
        (EcsFields.NetworkIanaNumber, EcsFields.NetworkIanaNumber), (EcsFields.NetworkBytes, EcsFields.NetworkBytes),
        (EcsFields.NetworkPackets, EcsFields.NetworkPackets),
        ("bytes_per_packet", EcsFields.NetworkPackets), ("duration", EcsFields.EventDuration),
        (EcsFields.NetworkDirection, EcsFields.NetworkDirection),
        (EcsFields.EventKind, EcsFields.EventKind),
        ("src_is_internal", EcsFields.SourceIp), ("dst_is_internal", EcsFields.DestinationIp),
    ];

    private static readonly Dictionary<int, string> ByCode = Answers
        .GroupBy(a => FieldMap.Flow.Resolve(a.RuleField).Code).ToDictionary(g => g.Key, g => g.First().DocumentField);

    /// <summary>By name of the field.</summary>
    public static IReadOnlyList<FieldNeed> Of(LoadedRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var fields = rules.Rules.Zip(rules.Detector.Rules)
            .Where(r => r.Second.Event != RuleEvent.ToolCall)
            .SelectMany(r => r.First.Detections.Values.SelectMany(FieldsOf).Select(DocumentField).OfType<string>()
                .Distinct(StringComparer.Ordinal));
        return [.. fields.GroupBy(f => f, StringComparer.Ordinal).Select(g => new FieldNeed(g.Key, g.Count()))
            .OrderBy(n => n.Field, StringComparer.Ordinal)];
    }

    private static IEnumerable<string> FieldsOf(Detection detection) => detection switch
    {
        AllOfDetection all => all.Parts.SelectMany(FieldsOf),
        AnyOfDetection any => any.Parts.SelectMany(FieldsOf),
        DetectionItem { Field: { } field } => [field],
        _ => [],
    };

    // A name that is the vendor's own is asked for only where it is one of ECS: others stand in the raw record.
    private static string? DocumentField(string name)
    {
        var field = FieldMap.Flow.Resolve(name);
        return field.Code != 0 ? ByCode.GetValueOrDefault(field.Code)
            : Elastic.Store.StoreField.Common.Any(f => f.Name == name) ? name : null;
    }
}
