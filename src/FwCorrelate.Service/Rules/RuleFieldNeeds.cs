// SPDX-License-Identifier: Apache-2.0
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
        ("source.ip", "source.ip"), ("destination.ip", "destination.ip"), ("source.port", "source.port"), ("destination.port",
            "destination.port"),
        ("event.action", "event.action"), ("blocked", "event.action"), ("network.transport", "network.transport"),
        ("network.iana_number", "network.iana_number"), ("network.bytes", "network.bytes"), ("network.packets", "network.packets"),
        ("bytes_per_packet", "network.packets"), ("duration", "event.duration"), ("network.direction", "network.direction"),
        ("event.kind", "event.kind"),
        ("src_is_internal", "source.ip"), ("dst_is_internal", "destination.ip"),
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
