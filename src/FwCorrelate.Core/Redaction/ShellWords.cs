// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace FwCorrelate.Redaction;

/// <summary>A word of a command, with its place in the text.</summary>
/// <param name="Start">Of its first character as written, quotes included.</param>
/// <param name="End">Behind its last.</param>
/// <param name="Value">Without quotes.</param>
/// <param name="Quoted">Places between quotes that hold blanks: texts of their own, which may be commands.</param>
internal sealed record PlacedWord(int Start, int End, string Value, IReadOnlyList<(int Start, int End)> Quoted);

/// <summary>A simple command and what stands before it.</summary>
/// <param name="isPiped">Whether the command before it writes into it.</param>
/// <param name="hereString">Position among the words of a here-string; -1 without.</param>
internal sealed class PlacedCommand(IReadOnlyList<PlacedWord> words, bool isPiped, int hereString)
{
    private static readonly HashSet<string> Wrappers = new(StringComparer.Ordinal)
    { "sudo", "doas", "env", "nohup", "time", "nice", "command", "exec", "then", "do", "else", "!", "{", "xargs", "timeout" };

    public IReadOnlyList<PlacedWord> Words => words;

    public bool IsPiped => isPiped;

    public int HereString => hereString;

    /// <summary>Position of the program's name, behind assignments and wrappers such as sudo; the number of words where there is
    /// none.</summary>
    public int Program { get; } = ProgramOf(words);

    /// <summary>File name of the program, in lower case; empty without.</summary>
    public string ProgramName => Program < words.Count ? FileName(words[Program].Value) : "";

    /// <summary>File name of a path, in lower case and without <c>.exe</c>.</summary>
    public static string FileName(string path)
    {
        var name = path[(path.AsSpan().LastIndexOfAny('/', '\\') + 1)..].ToLowerInvariant();
        return name.EndsWith(".exe", StringComparison.Ordinal) ? name[..^4] : name;
    }

    private static int ProgramOf(IReadOnlyList<PlacedWord> words)
    {
        var at = 0;
        while (at < words.Count && (IsAssignment(words[at].Value) || Wrappers.Contains(words[at].Value)
            || (at > 0 && Wrappers.Contains(words[0].Value) && (words[at].Value.StartsWith('-')
                || char.IsAsciiDigit(words[at].Value.FirstOrDefault())))))
            at++;
        return at;
    }

    private static bool IsAssignment(string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && !word.AsSpan(0, equals).ContainsAnyExcept(SecretNames.NameCharacters);
    }
}

/// <summary>
/// Cuts a text into commands and words as a shell would, keeping their places. A text that is no shell's is cut all the same: this never
/// fails. Quotes that a string of JSON or code escapes are quotes too.
/// </summary>
internal sealed class ShellWords
{
    private readonly string _text;
    private readonly List<PlacedCommand> _commands = [];
    private readonly StringBuilder _value = new();
    private List<PlacedWord> _words = [];
    private List<(int, int)> _quoted = [];
    private int _start = -1;
    private int _hereString = -1;
    private bool _isPiped;
    private int _at;

    private ShellWords(string text) => _text = text;

    public static IReadOnlyList<PlacedCommand> Read(string text)
    {
        var reader = new ShellWords(text);
        while (reader._at < text.Length)
            reader.Step();
        reader.EndCommand(isPipe: false);
        return reader._commands;
    }

    private void Step()
    {
        var c = _text[_at];
        if (c is '"' or '\'' or '`')
            Quote(1);
        else if (c == '$' && _at + 1 < _text.Length && _text[_at + 1] is '\'' or '"')
            Skip(1);
        else if (c == '\\' && _at + 1 < _text.Length)
            Escape(_text[_at + 1]);
        else if (char.IsWhiteSpace(c))
        {
            EndWord();
            if (c == '\n')
                EndCommand(isPipe: false);
            _at++;
        }
        else if (c is '|' or '&' or ';' or '(' or ')')
            Operator(c);
        else if (c == '<' && _text.AsSpan(_at).StartsWith("<<<", StringComparison.Ordinal))
        {
            EndWord();
            _hereString = _words.Count;
            _at += 3;
        }
        else
            Take(c);
    }

    private void Take(char c)
    {
        Begin();
        _value.Append(c);
        _at++;
    }

    private void Skip(int count)
    {
        Begin();
        _at += count;
    }

    private void Begin()
    {
        if (_start < 0)
            _start = _at;
    }

    private void Escape(char next)
    {
        if (next is '"' or '\'')
        {
            Quote(2);
            return;
        }

        if (next == '\n')
        {
            _at += 2;
            return;
        }

        // A blank that is escaped belongs to the word; n and t may be what JSON makes of a line's end.
        Begin();
        if (next is 'n' or 't' && _value.Length == 0)
            _start = -1;
        else
            _value.Append(next == '\\' ? '\\' : next);
        _at += 2;
    }

    /// <param name="length">Of the opening quote: 2 where it is escaped.</param>
    private void Quote(int length)
    {
        Begin();
        var opening = _text.Substring(_at, length);
        var from = _at + length;
        var end = ClosingOf(opening, from);
        if (end < 0)
        {
            // An apostrophe in a sentence, or a text that was cut off.
            _value.Append(opening[^1]);
            _at = from;
            return;
        }

        _value.Append(_text, from, end - from);
        if (_text.AsSpan(from, end - from).ContainsAny(" \t\n=:"))
            _quoted.Add((from, end));
        _at = end + length;
    }

    private int ClosingOf(string opening, int from)
    {
        if (opening != "\"")
            return _text.IndexOf(opening, from, StringComparison.Ordinal);
        for (var i = from; i < _text.Length; i++)
        {
            if (_text[i] == '\\')
                i++;
            else if (_text[i] == '"')
                return i;
        }

        return -1;
    }

    private void Operator(char c)
    {
        EndWord();
        var isPipe = c == '|' && !(_at + 1 < _text.Length && _text[_at + 1] == '|');
        EndCommand(isPipe);
        _at += c is '|' or '&' && _at + 1 < _text.Length && _text[_at + 1] == c ? 2 : 1;
    }

    private void EndWord()
    {
        if (_start < 0)
            return;
        _words.Add(new PlacedWord(_start, _at, _value.ToString(), _quoted));
        _quoted = [];
        _value.Clear();
        _start = -1;
    }

    private void EndCommand(bool isPipe)
    {
        EndWord();
        if (_words.Count > 0)
            _commands.Add(new PlacedCommand(_words, _isPiped, _hereString));
        _isPiped = isPipe;
        (_words, _hereString) = ([], -1);
    }
}
