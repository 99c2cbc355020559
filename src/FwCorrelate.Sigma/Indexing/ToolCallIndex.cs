// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Timelines;

namespace FwCorrelate.Sigma.Indexing;

/// <summary>Which rules are worth trying on a tool call.</summary>
/// <param name="rules">Numbers of the rules of tool calls, ascending, with what they need.</param>
internal sealed class ToolCallIndex(IReadOnlyList<(int Rule, Predicate Necessary)> rules)
{
    private readonly int[] _numbers = [.. rules.Select(r => r.Rule)];
    private readonly RuleIndex _index = new([.. rules.Select(r => r.Necessary)]);

    /// <summary>What <see cref="Find"/> works in; for one thread.</summary>
    public CandidateSet CreateSet() => _index.CreateSet();

    /// <summary>Replaces the content of <paramref name="candidates"/> by the rules to try, ascending.</summary>
    public void Find(ToolCall call, CandidateSet set, List<int> candidates)
    {
        candidates.Clear();
        _index.Find(new ToolCallEvent(call), set);
        while (set.TryTake(out var rule))
            candidates.Add(_numbers[rule]);
    }

    /// <summary>The texts, one of which a call must hold for a test to hold; null where none is needed.</summary>
    internal static IReadOnlyCollection<string>? TextsOf(Predicate test) =>
        test is FieldTest { Field: var field } found
        && (ToolCallField)field.Code is ToolCallField.Command or ToolCallField.Arguments or ToolCallField.ToolName
            ? found.Test.Literals : null;
}
