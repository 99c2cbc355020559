// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Parsing;

/// <summary>
/// Recursive descent over one condition: <c>or</c> binds loosest, then <c>and</c>, <c>not</c>, <c>x of</c>, brackets
/// (Sigma rules specification 2.1, "condition"). Operators may be written in upper case, as old rules do.
/// </summary>
internal sealed class ConditionParser
{
    private const int MaxDepth = 64;
    private readonly IReadOnlyList<ConditionToken> _tokens;
    private readonly IReadOnlyList<string> _names;
    private readonly RuleErrors _errors;
    private readonly (string Owner, string Part) _words;
    private int _next;
    private int _depth;

    private ConditionParser(
        IReadOnlyList<ConditionToken> tokens, IReadOnlyList<string> names, (string Owner, string Part) words, RuleErrors errors) =>
        (_tokens, _names, _words, _errors) = (tokens, names, words, errors);

    private ConditionToken Current => _tokens[_next];

    /// <summary>The tree, or null when something is wrong and reported.</summary>
    /// <param name="names">Names of the rule's detections, in its order.</param>
    /// <param name="words">What has the names and what they are: a rule its detections, a correlation its rules.</param>
    public static Condition? Parse(
        string text, Position at, IReadOnlyList<string> names, RuleErrors errors, (string Owner, string Part)? words = null)
    {
        var parser = new ConditionParser(ConditionTokenizer.Read(text, at), names, words ?? ("rule", "detection"), errors);
        var condition = parser.Or();
        if (condition is not null && parser.Current.Kind != ConditionTokenKind.End)
            return parser.Unexpected("'and', 'or' or the end of the condition");
        return condition;
    }

    private Condition? Or()
    {
        var parts = Chain("or", And);
        return parts is null ? null : parts.Count == 1 ? parts[0] : new OrCondition(parts);
    }

    private Condition? And()
    {
        var parts = Chain("and", Not);
        return parts is null ? null : parts.Count == 1 ? parts[0] : new AndCondition(parts);
    }

    private List<Condition>? Chain(string word, Func<Condition?> part)
    {
        var parts = new List<Condition>();
        do
        {
            if (part() is not { } condition)
                return null;
            parts.Add(condition);
        }
        while (TakeWord(word));
        return parts;
    }

    private Condition? Not()
    {
        if (!TakeWord("not"))
            return Primary();
        if (!Deeper())
            return null;
        var part = Not();
        _depth--;
        return part is null ? null : new NotCondition(part);
    }

    private Condition? Primary()
    {
        switch (Current.Kind)
        {
            case ConditionTokenKind.Open:
                return Bracketed();
            case ConditionTokenKind.Word when _tokens[_next + 1].Is("of"):
                return Quantified();
            case ConditionTokenKind.Word when !IsOperator(Current):
                return Named();
            default:
                return Unexpected($"the name of a {_words.Part}, '1 of', 'all of', 'not' or '('");
        }
    }

    private Condition? Bracketed()
    {
        var open = Current;
        if (!Deeper())
            return null;
        _next++;
        if (Or() is not { } inside)
            return null;
        if (Current.Kind != ConditionTokenKind.Close)
        {
            if (Current.Kind != ConditionTokenKind.End)
                return Unexpected("'and', 'or' or ')'");
            _errors.Add(open.Position, "This bracket of the condition is never closed.", "Add ')'.");
            return null;
        }

        _next++;
        _depth--;
        return inside;
    }

    private DetectionReference? Named()
    {
        var token = _tokens[_next++];
        if (_names.Contains(token.Text, StringComparer.Ordinal))
            return new DetectionReference(token.Text);
        _errors.Add(
            token.Position, $"The condition names '{token.Text}', but the {_words.Owner} has no such {_words.Part} (it has {Listed()}).",
            token.Text.Contains('*', StringComparison.Ordinal) ? "Write '1 of' or 'all of' before a pattern."
                : $"Correct the name or add the {_words.Part}.");
        return null;
    }

    private Selection? Quantified()
    {
        var quantifier = _tokens[_next++];
        _next++;
        if (!quantifier.Is("1") && !quantifier.Is("any") && !quantifier.Is("all"))
        {
            _errors.Add(quantifier.Position, $"'{quantifier.Text} of' is no Sigma condition.", "Write '1 of', 'any of' or 'all of'.");
            return null;
        }

        var pattern = Current;
        if (pattern.Kind != ConditionTokenKind.Word || IsOperator(pattern))
        {
            Unexpected("'them' or a pattern of names such as 'selection_*'");
            return null;
        }

        _next++;
        var names = pattern.Is("them")
            ? _names.Where(n => !n.StartsWith('_')).ToList()
            : _names.Where(n => MatchesPattern(n, pattern.Text)).ToList();
        if (names.Count > 0)
            return new Selection(quantifier.Is("all"), names);
        _errors.Add(pattern.Position, $"'{pattern.Text}' matches none of the {_words.Owner}'s {_words.Part}s ({Listed()}).",
            "Correct the pattern; names that begin with '_' are left out of patterns.");
        return null;
    }

    /// <summary>A name with <c>_</c> in front is matched only by its exact name (Sigma rules specification 2.1, "condition").</summary>
    private static bool MatchesPattern(string name, string pattern) =>
        name == pattern
            || (!name.StartsWith('_') && System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false));

    private static bool IsOperator(ConditionToken token) => token.Is("and") || token.Is("or") || token.Is("not");

    private bool TakeWord(string word)
    {
        if (!Current.Is(word))
            return false;
        _next++;
        return true;
    }

    private bool Deeper()
    {
        if (++_depth <= MaxDepth)
            return true;
        _errors.Add(Current.Position, $"The condition is nested more than {MaxDepth} deep.", "Split it into several detections.");
        return false;
    }

    private Condition? Unexpected(string expected)
    {
        var found = Current.Kind == ConditionTokenKind.End ? "The condition ends" : $"The condition has '{Current.Text}'";
        _errors.Add(Current.Position, $"{found} where {expected} was expected.", "Correct the condition.");
        return null;
    }

    private string Listed() => _names.Count == 0 ? "none" : string.Join(", ", _names.Take(8)) + (_names.Count > 8 ? ", ..." : "");
}
