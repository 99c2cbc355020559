// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Timelines;

namespace FwCorrelate.Sigma.Indexing;

/// <summary>Which rules are worth trying on a tool call: those without a necessary text, and those one of whose texts the call holds.</summary>
internal sealed class ToolCallIndex
{
    private readonly int[] _always;
    private readonly (int Rule, SearchValues<string> Texts)[] _byText;
    private readonly SearchValues<string> _anyText;

    /// <param name="rules">Numbers of the rules of tool calls, ascending, with what they need.</param>
    public ToolCallIndex(IReadOnlyList<(int Rule, Predicate Necessary)> rules)
    {
        var texts = rules.Select(r => (r.Rule, Texts: NecessaryTexts.Of(r.Necessary, TextsOf))).ToList();
        _always = [.. texts.Where(t => t.Texts is null).Select(t => t.Rule)];
        _byText = [.. texts.Where(t => t.Texts is not null).Select(t => (t.Rule, Search(t.Texts!)))];
        _anyText = Search(texts.Where(t => t.Texts is not null).SelectMany(t => t.Texts!));
    }

    /// <summary>Replaces the content of <paramref name="candidates"/> by the rules to try, ascending.</summary>
    public void Find(ToolCall call, List<int> candidates)
    {
        candidates.Clear();
        candidates.AddRange(_always);
        if (!Holds(call, _anyText))
            return;
        foreach (var (rule, texts) in _byText)
        {
            if (Holds(call, texts))
                candidates.Add(rule);
        }

        candidates.Sort();
    }

    private static bool Holds(ToolCall call, SearchValues<string> texts) =>
        call.Command.AsSpan().ContainsAny(texts) || call.Arguments.AsSpan().ContainsAny(texts) || call.ToolName.AsSpan().ContainsAny(texts);

    internal static IReadOnlyCollection<string>? TextsOf(Predicate test) =>
        test is FieldTest { Field: var field } found
        && (ToolCallField)field.Code is ToolCallField.Command or ToolCallField.Arguments or ToolCallField.ToolName ? found.Test.Literals : null;

    private static SearchValues<string> Search(IEnumerable<string> texts) =>
        SearchValues.Create([.. texts.Distinct(StringComparer.OrdinalIgnoreCase)], StringComparison.OrdinalIgnoreCase);
}
