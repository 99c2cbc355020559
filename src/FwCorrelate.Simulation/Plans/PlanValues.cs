// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Cases;
using FwCorrelate.Ingestion.Cases;
using FwCorrelate.Simulation.Drawing;
using NodaTime;

namespace FwCorrelate.Simulation.Plans;

/// <summary>Values of a scenario file; each is what is expected, or an error that names file and line.</summary>
internal static class PlanValues
{
    /// <summary>Applies the members of a map to a plan, one after the other; unknown keys are errors.</summary>
    public static T Fold<T>(this SettingsNode node, T plan, Func<T, string, SettingsNode, T> apply, params IReadOnlyList<string> known) =>
        node.Members(known).Aggregate(plan, (p, member) => apply(p, member.Key, member.Value));

    public static Distribution Spread(this SettingsNode node) =>
        DistributionText.Parse(node.Text("a distribution")) ?? throw node.Unexpected(DistributionText.Expectation);

    public static double Share(this SettingsNode node) => node.Number(1);

    public static double Number(this SettingsNode node, double largest) =>
        double.TryParse(node.Text("a number"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number <= largest
            ? number
            : throw node.Unexpected($"a number from 0 to {largest.ToString(CultureInfo.InvariantCulture)}");

    public static int Count(this SettingsNode node, int least, int most) =>
        int.TryParse(node.Text("a number"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= least
            && count <= most
            ? count
            : throw node.Unexpected($"a whole number from {least} to {most}");

    public static bool Flag(this SettingsNode node) => node.Choice("true", "false") == "true";

    public static string Choice(this SettingsNode node, params IReadOnlyList<string> choices)
    {
        var expected = $"{string.Join(", ", choices.Take(choices.Count - 1))} or {choices[^1]}";
        return node.Text(expected) is var text && choices.Contains(text) ? text : throw node.Unexpected(expected);
    }

    /// <summary>A choice of an enumeration's names, written in lower case with hyphens.</summary>
    public static T Choice<T>(this SettingsNode node)
        where T : struct, Enum =>
        Enum.Parse<T>(node.Choice(Names<T>()).Replace("-", "", StringComparison.Ordinal), ignoreCase: true);

    public static IReadOnlyList<string> Names<T>()
        where T : struct, Enum =>
        [.. Enum.GetNames<T>().Select(n => string.Concat(n.Select((c, i) => (char.IsAsciiLetterUpper(c) && i > 0 ? "-" : "")
            + char.ToLowerInvariant(c))))];

    public static Duration LengthWithin(this SettingsNode node, double leastSeconds, double mostSeconds) =>
        node.Duration() is var length && length.TotalSeconds >= leastSeconds && length.TotalSeconds <= mostSeconds
            ? length
            : throw node.Unexpected(string.Create(CultureInfo.InvariantCulture, $"a duration from {leastSeconds}s to {mostSeconds}s"));

    /// <exception cref="ConfigurationException">Always.</exception>
    public static void Refuse(this SettingsNode node, string problem) =>
        throw new ConfigurationException($"{node.Place}: {problem}.");
}
