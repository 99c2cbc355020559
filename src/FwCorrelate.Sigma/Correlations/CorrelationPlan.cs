// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Matching;

namespace FwCorrelate.Sigma.Correlations;

/// <summary>All correlations in use and what each detection means to them. Immutable; makes <see cref="Correlator"/>s.</summary>
public sealed class CorrelationPlan
{
    private readonly HashSet<string> _unreported = new(StringComparer.Ordinal);

    internal CorrelationPlan(IReadOnlyList<CompiledCorrelation> correlations, int detections)
    {
        All = correlations;
        var subscriptions = new List<(int Correlation, int Member)>[detections];
        foreach (var correlation in correlations)
        {
            for (var i = 0; i < correlation.Members.Length; i++)
            {
                if (correlation.Members[i].Detection is >= 0 and var detection)
                    (subscriptions[detection] ??= []).Add((correlation.Index, i));
            }
        }

        Subscriptions = [.. subscriptions.Select(s => s?.ToArray() ?? [])];

        // A rule that one correlation wants reported is reported, whatever the others say.
        foreach (var member in correlations.SelectMany(c => c.Members.Select(m => (m.Rule, c.Rule.Generate)))
            .GroupBy(m => m.Rule, m => m.Generate))
        {
            if (!member.Contains(true))
                _unreported.Add(member.Key);
        }

        foreach (var correlation in correlations)
            correlation.Summary = correlation.Summary with { IsReported = IsReported(correlation.Rule.Id) };
        Correlations = [.. correlations.Select(c => c.Summary).OrderBy(s => s.Id, StringComparer.Ordinal)];
    }

    /// <summary>Correlations in use, by id.</summary>
    public IReadOnlyList<RuleSummary> Correlations { get; }

    /// <summary>Inner ones before those that name them.</summary>
    internal IReadOnlyList<CompiledCorrelation> All { get; }

    /// <summary>By detection: the correlations that name it, and as which member.</summary>
    internal (int Correlation, int Member)[][] Subscriptions { get; }

    /// <summary>An engine with empty windows.</summary>
    public Correlator Start(CorrelationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new Correlator(this, options);
    }

    /// <summary>
    /// Whether matches of a rule are findings of their own: rules that correlations join are not, unless one says <c>generate</c>.
    /// </summary>
    public bool IsReported(string rule) => !_unreported.Contains(rule);

    internal CompiledCorrelation? Find(string id) => All.FirstOrDefault(c => c.Rule.Id == id);

    /// <summary>Whether matches of a detection are wanted by a correlation.</summary>
    public bool Uses(int detection) => Subscriptions[detection].Length > 0;
}
