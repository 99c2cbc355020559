// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Indexing;

namespace FwCorrelate.Sigma.Explaining;

/// <summary>What the index asks of an event before a rule is tried on it: the necessary condition that makes the rule cheap.</summary>
internal static class IndexWitness
{
    private const int SpeltValues = 8;

    /// <summary>A dimension that leaves more than this of its values tells a reader nothing.</summary>
    private const double TellingShare = 0.9;

    private static readonly (string Name, Dimension Dimension)[] Dimensions =
    [
        ("destination port", Dimension.DestinationPort),
        ("source port", Dimension.SourcePort),
        ("protocol, action, blocked, direction and whether TCP flags are told", Dimension.Traits),
        ("internal ends", Dimension.Scope),
        ("bytes (by magnitude)", Dimension.Bytes),
        ("packets (by magnitude)", Dimension.Packets),
    ];

    public static IReadOnlyList<string> Of(DetectionRule rule)
    {
        var words = new List<string>();
        if (rule.Summary.Event != RuleEvent.ToolCall)
        {
            foreach (var (name, dimension) in Dimensions)
            {
                var possible = Projection.Of(rule.Necessary, dimension);
                if (possible.Count <= possible.Size * TellingShare)
                    words.Add($"{name}: {Values(dimension, possible)}");
            }
        }

        var texts = NecessaryTexts.Of(
            rule.Necessary, rule.Summary.Event == RuleEvent.ToolCall ? ToolCallIndex.TextsOf : FlowRuleIndex.TextsOf);
        if (texts is not null)
            words.Add($"text: {Texts(texts)}");
        return words;
    }

    // Ports are told one by one where they are few; the other dimensions are numbered by the index alone.
    private static string Values(Dimension dimension, ValueSet possible)
    {
        var share = string.Create(CultureInfo.InvariantCulture, $"{possible.Count:N0} of {possible.Size:N0} values");
        return dimension.Size > Dimension.NoPort && possible.Count is > 0 and <= SpeltValues
            ? string.Join(", ", possible.Values().Select(v => v == Dimension.NoPort ? "none" : v.ToString(CultureInfo.InvariantCulture)))
            : share;
    }

    private static string Texts(IReadOnlyCollection<string> texts) => texts.Count <= SpeltValues
        ? $"'{string.Join("' or '", texts.Order(StringComparer.Ordinal))}'"
        : string.Create(CultureInfo.InvariantCulture,
            $"one of {texts.Count:N0}, such as '{string.Join("', '", texts.Order(StringComparer.Ordinal).Take(3))}'");
}
