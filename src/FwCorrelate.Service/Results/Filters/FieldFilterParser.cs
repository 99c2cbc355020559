// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;

namespace FwCorrelate.Service.Results.Filters;

/// <summary>Recursive descent over a <see cref="FieldFilter"/>'s text.</summary>
internal sealed class FieldFilterParser
{
    private const int Longest = 4096;
    private const int Deepest = 32;
    private static readonly string[] Operators = ["!=", ">=", "<=", "=", ">", "<", "~"];
    private readonly string _text;
    private readonly List<string> _fields = [];
    private int _at;
    private int _depth;

    /// <exception cref="ConfigurationException">The text is too long.</exception>
    public FieldFilterParser(string text) =>
        _text = text.Length <= Longest ? text
            : throw new ConfigurationException($"--where has {text.Length} characters: expected at most {Longest}");

    public IReadOnlyList<string> Fields => _fields;

    public Func<StoredDocument, bool> Parse()
    {
        var test = Any();
        SkipBlanks();
        return _at == _text.Length ? test : throw Unexpected("'and', 'or' or the end");
    }

    private Func<StoredDocument, bool> Any()
    {
        var tests = new List<Func<StoredDocument, bool>> { All() };
        while (TakeWord("or"))
            tests.Add(All());
        return tests.Count == 1 ? tests[0] : document => tests.Exists(t => t(document));
    }

    private Func<StoredDocument, bool> All()
    {
        var tests = new List<Func<StoredDocument, bool>> { Not() };
        while (TakeWord("and"))
            tests.Add(Not());
        return tests.Count == 1 ? tests[0] : document => tests.TrueForAll(t => t(document));
    }

    private Func<StoredDocument, bool> Not()
    {
        if (++_depth > Deepest)
            throw new ConfigurationException($"--where is nested more than {Deepest} deep: expected a simpler expression");
        try
        {
            if (TakeWord("not"))
            {
                var inner = Not();
                return document => !inner(document);
            }

            if (!TakeSign("("))
                return Test();
            var test = Any();
            return TakeSign(")") ? test : throw Unexpected("')'");
        }
        finally
        {
            _depth--;
        }
    }

    private Func<StoredDocument, bool> Test()
    {
        var field = Word("a field, such as verdict, level or destination.ip");
        _fields.Add(field);
        if (TakeWord("exists"))
            return document => FieldFilter.ValuesOf(document, field).Any();
        if (TakeWord("in"))
            return In(field);
        foreach (var sign in Operators)
        {
            if (!TakeSign(sign))
                continue;
            var test = FieldTest.Of(sign == "!=" ? "=" : sign, Word("a value; quote one with blanks"));
            return sign == "!=" ? document => !FieldFilter.ValuesOf(document, field).Any(test.Matches)
                : document => FieldFilter.ValuesOf(document, field).Any(test.Matches);
        }

        throw Unexpected("one of = != < <= > >= ~ in exists");
    }

    private Func<StoredDocument, bool> In(string field)
    {
        if (!TakeSign("("))
            throw Unexpected("'(' and values with commas between them");
        var tests = new List<FieldTest>();
        do
            tests.Add(FieldTest.Of("=", Word("a value; quote one with blanks")));
        while (TakeSign(","));
        return TakeSign(")") ? document => FieldFilter.ValuesOf(document, field).Any(v => tests.Exists(t => t.Matches(v)))
            : throw Unexpected("',' or ')'");
    }

    private string Word(string expected)
    {
        SkipBlanks();
        if (_at < _text.Length && _text[_at] is '"' or '\'')
            return Quoted(_text[_at]);
        var end = EndOfWord();
        if (end == _at)
            throw Unexpected(expected);
        var word = _text[_at..end];
        _at = end;
        return word;
    }

    private string Quoted(char quote)
    {
        var end = _text.IndexOf(quote, _at + 1);
        if (end < 0)
            throw Unexpected($"a closing {quote}");
        var word = _text[(_at + 1)..end];
        _at = end + 1;
        return word;
    }

    private bool TakeWord(string word)
    {
        SkipBlanks();
        var end = EndOfWord();
        if (!_text.AsSpan(_at, end - _at).Equals(word, StringComparison.OrdinalIgnoreCase))
            return false;
        _at = end;
        return true;
    }

    private bool TakeSign(string sign)
    {
        SkipBlanks();
        if (string.CompareOrdinal(_text, _at, sign, 0, sign.Length) != 0)
            return false;
        _at += sign.Length;
        return true;
    }

    private int EndOfWord()
    {
        var end = _at;
        while (end < _text.Length && !char.IsWhiteSpace(_text[end]) && !"()=!<>~,\"'".Contains(_text[end], StringComparison.Ordinal))
            end++;
        return end;
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
    }

    private ConfigurationException Unexpected(string expected)
    {
        var found = _at >= _text.Length ? "the end" : $"'{_text[_at..Math.Max(_at + 1, Math.Min(EndOfWord(), _at + 20))]}'";
        return new ConfigurationException(FormattableString.Invariant($"--where, character {_at + 1}: found {found}, expected {expected}"));
    }
}
