// SPDX-License-Identifier: Apache-2.0
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
    /// <summary>
    /// Formats of AWS, whose flow logs leave out the resolver, the metadata service and the time service
    /// (Amazon VPC user guide, "Flow log limitations").
    /// </summary>
    private const string AwsPrefix = "aws-";

    private static readonly HostAddress[] NeverInAwsFlowLogs =
        [.. new[] { "169.254.169.253", "169.254.169.254", "169.254.169.123" }.Select(HostAddress.Parse)];

    /// <summary>Endings of the names of formats that hold flows and no alerts.</summary>
    private static readonly string[] FlowOnly = ["-flow", "-flows", "nfdump", "netflow", "-conn", "zeek", "iptables", "pfsense", "hubble", "calico", "-vpcflow"];

    /// <param name="isHeld">Whether a vendor's field was seen in any record; null where that is not known.</param>
    public static string? Of(DetectionRule rule, IReadOnlyList<string> formats, bool hasCalls, Func<string, bool>? isHeld = null)
    {
        if (rule.Necessary is Constant { Value: false })
            return $"it needs fields that a {Noun(rule.Summary.Event)} does not have";
        if (rule.Summary.Event == RuleEvent.ToolCall)
            return hasCalls ? null : "the input holds no tool calls";
        if (formats.Count == 0)
            return "the input holds no logs";
        if (rule.Summary.Event == RuleEvent.Alert && formats.All(IsFlowOnly))
            return $"the input holds no alerts: {string.Join(", ", formats)} tells flows only";
        if (isHeld is not null && !VendorFieldRules.CanHold(rule.Necessary, isHeld))
            return $"no record has {string.Join(" or ", VendorFieldRules.NamesIn(rule.Necessary).Distinct(StringComparer.Ordinal).Where(n => !isHeld(n)).Select(n => $"'{n}'"))}";
        var destinations = NecessaryDestinations(rule.Necessary);
        return destinations is not null && destinations.All(NeverInAwsFlowLogs.Contains)
            && formats.All(f => f.StartsWith(AwsPrefix, StringComparison.Ordinal) && IsFlowOnly(f))
            ? $"AWS flow logs never hold {string.Join(", ", destinations)}"
            : null;
    }

    /// <summary>On which inputs a rule cannot fire, in words: what <see cref="Of"/> would say of them.</summary>
    public static IReadOnlyList<string> Where(DetectionRule rule)
    {
        if (rule.Necessary is Constant { Value: false })
            return [$"everywhere: it needs fields that a {Noun(rule.Summary.Event)} does not have"];
        if (rule.Summary.Event == RuleEvent.ToolCall)
            return ["where the input holds no tool calls"];
        var where = new List<string> { "where the input holds no logs" };
        if (rule.Summary.Event == RuleEvent.Alert)
            where.Add("where the logs tell flows only, such as VPC flow logs");
        if (NecessaryDestinations(rule.Necessary) is { } destinations && destinations.All(NeverInAwsFlowLogs.Contains))
            where.Add($"where all logs are AWS flow logs, which never hold {string.Join(", ", destinations)}");
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

    private static bool IsFlowOnly(string format) => FlowOnly.Any(ending => format.EndsWith(ending, StringComparison.Ordinal));

    private static string Noun(RuleEvent kind) => kind switch
    {
        RuleEvent.Flow => "flow record",
        RuleEvent.Alert => "firewall alert",
        _ => "tool call",
    };
}
