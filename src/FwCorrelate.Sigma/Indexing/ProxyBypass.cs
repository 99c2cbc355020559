// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Events;

namespace FwCorrelate.Sigma.Indexing;

/// <summary>Rules about what goes out past a proxy: where no proxy is known they match nothing, and cost nothing.</summary>
internal static class ProxyBypass
{
    public const string FieldName = "proxy.bypassed";

    /// <summary>Whether a rule can match only what goes past a proxy.</summary>
    public static bool IsAskedBy(Predicate predicate) => predicate switch
    {
        And all => all.Parts.Any(IsAskedBy),
        Or any => any.Parts.Count > 0 && any.Parts.All(IsAskedBy),
        Named named => IsAskedBy(named.Part),
        FieldTest { Field: { Code: (int)FlowField.ProxyBypassed, Scope: FieldScope.Record } } test =>
            !test.Test.Matches(FieldValue.Of(false)),
        _ => false,
    };

    /// <summary>As examples of rules tell it, in a field of the event.</summary>
    public static bool AsTold(RecordReference record) => bool.TryParse(record.Field(FieldName), out var told) && told;
}
