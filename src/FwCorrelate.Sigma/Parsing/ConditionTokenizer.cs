// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Parsing;

internal enum ConditionTokenKind
{
    Word,
    Open,
    Close,
    Unknown,
    End,
}

/// <param name="Text">As written; an identifier that begins with an operator's letters (<c>notepad</c>) is one word.</param>
internal readonly record struct ConditionToken(ConditionTokenKind Kind, string Text, Position Position)
{
    public bool Is(string word) => Kind == ConditionTokenKind.Word && string.Equals(Text, word, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Cuts a condition into words and brackets. Words are letters, digits and <c>_ - . *</c>.</summary>
internal static class ConditionTokenizer
{
    public static IReadOnlyList<ConditionToken> Read(string text, Position at)
    {
        var tokens = new List<ConditionToken>();
        var i = 0;
        while (i < text.Length)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }

            var start = i++;
            var kind = KindOf(text[start]);
            while (kind == ConditionTokenKind.Word && i < text.Length && KindOf(text[i]) == ConditionTokenKind.Word)
                i++;
            tokens.Add(new ConditionToken(kind, text[start..i], at with { Column = at.Column + start }));
        }

        tokens.Add(new ConditionToken(ConditionTokenKind.End, "", at with { Column = at.Column + text.Length }));
        return tokens;
    }

    private static ConditionTokenKind KindOf(char c) => c switch
    {
        '(' => ConditionTokenKind.Open,
        ')' => ConditionTokenKind.Close,
        '_' or '-' or '.' or '*' => ConditionTokenKind.Word,
        _ => char.IsLetterOrDigit(c) ? ConditionTokenKind.Word : ConditionTokenKind.Unknown,
    };
}
