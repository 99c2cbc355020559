// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Formats;
using FwCorrelate.Matching;
using FwCorrelate.Network;
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Indexing;
using FwCorrelate.Sigma.Matchers;

namespace FwCorrelate.Sigma;

/// <summary>Why a rule cannot fire on the given input: silence of a blind rule says nothing.</summary>
internal static class Blindness
{
    /// <param name="isHeld">Whether a vendor's field was seen in any record; null where that is not known.</param>
    public static string? Of(DetectionRule rule, IReadOnlyList<LogFormat> formats, bool hasCalls, Func<string, bool>? isHeld = null)
    {
        if (rule.Necessary is Constant { Value: false })
            return $"it needs fields that a {Noun(rule.Summary.Event)} does not have";
        if (rule.Summary.Event == RuleEvent.ToolCall)
            return hasCalls ? null : "the input holds no tool calls";
        if (formats.Count == 0)
            return "the input holds no logs";
        if (rule.Summary.Event == RuleEvent.Alert && formats.All(f => f.HoldsFlowsOnly))
            return $"the input holds no alerts: {string.Join(", ", formats.Select(f => f.Name))} tells flows only";
        if (ProxyBypass.IsAskedBy(rule.Necessary) && !formats.Any(f => f.HoldsRequests))
            return "no log of a proxy tells who has one";
        if (isHeld is not null && !VendorFieldRules.CanHold(rule.Necessary, isHeld))
            return $"no record has {string.Join(" or ", VendorFieldRules.NamesIn(rule.Necessary).Distinct(StringComparer.Ordinal).Where(n => !isHeld(n)).Select(n => $"'{n}'"))}";
        var destinations = NecessaryDestinations(rule.Necessary);
        return destinations is not null && formats.All(f => f.Omission is { } omission && destinations.All(omission.Destinations.Contains))
            ? $"{string.Join(" and ", formats.Select(f => f.Omission!.Logs).Distinct())} never hold {string.Join(", ", destinations)}"
            : null;
    }

    /// <summary>On which inputs a rule cannot fire, in words: what <see cref="Of"/> would say of them.</summary>
    /// <param name="known">Formats whose limits are told.</param>
    public static IReadOnlyList<string> Where(DetectionRule rule, IReadOnlyList<LogFormat> known)
    {
        if (rule.Necessary is Constant { Value: false })
            return [$"everywhere: it needs fields that a {Noun(rule.Summary.Event)} does not have"];
        if (rule.Summary.Event == RuleEvent.ToolCall)
            return ["where the input holds no tool calls"];
        var where = new List<string> { "where the input holds no logs" };
        if (rule.Summary.Event == RuleEvent.Alert)
            where.Add("where the logs tell flows only, such as VPC flow logs");
        if (ProxyBypass.IsAskedBy(rule.Necessary))
            where.Add("where no log is a proxy's");
        if (NecessaryDestinations(rule.Necessary) is not { } destinations)
            return where;
        foreach (var omission in known.Select(f => f.Omission).OfType<LogOmission>().Where(o => destinations.All(o.Destinations.Contains)))
            where.Add($"where all logs are {omission.Logs}, which never hold {string.Join(", ", destinations)}");
        return where;
    }

    /// <summary>Addresses one of which must be the destination; null where others may be.</summary>
    private static IReadOnlyCollection<HostAddress>? NecessaryDestinations(Predicate predicate)
    {
        switch (predicate)
        {
            case And all:
                return all.Parts.Select(NecessaryDestinations).OfType<IReadOnlyCollection<HostAddress>>().MinBy(d => d.Count);
            case Or any:
                var parts = any.Parts.Select(NecessaryDestinations).ToList();
                return parts.Contains(null) ? null : [.. parts.SelectMany(p => p!).Distinct()];
            case FieldTest { Field.Code: (int)FlowField.DestinationAddress } test:
                return test.Test switch
                {
                    ExactTest { Address: { } address } => [address],
                    ExactSetTest set => set.Addresses,
                    CidrTest { Network.IsSingleAddress: true } cidr => [cidr.Network.Network],
                    _ => null,
                };
            default:
                return null;
        }
    }

    private static string Noun(RuleEvent kind) => kind switch
    {
        RuleEvent.Flow => "flow record",
        RuleEvent.Alert => "firewall alert",
        _ => "tool call",
    };
}
