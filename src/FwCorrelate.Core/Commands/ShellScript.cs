// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace FwCorrelate.Commands;

/// <summary>
/// Cuts the text of a shell command into simple commands. It reads quoting, separators, redirections, here-documents and substitutions; it
/// does not expand anything and never fails: what it cannot read becomes a word. Linear in the text, which is read whole: who pads a
/// command must not hide its end.
/// </summary>
public sealed class ShellScript
{
    private const int SubstitutionDepthLimit = 8;

    private readonly string _text;
    private readonly List<ShellCommand> _commands = [];
    private readonly StringBuilder _word = new();
    private readonly Queue<string> _pendingHereDocuments = new();
    private List<string> _words = [];
    private List<string> _outputs = [];
    private List<string> _hereDocuments = [];
    private List<string> _substitutions = [];
    private bool _inWord;
    private bool _wordIsOutput;
    private bool _wordIsDelimiter;
    private int _at;

    private ShellScript(string text) => _text = text;

    /// <summary>The simple commands of a script in order; those of its substitutions follow the command that holds them.</summary>
    public static IReadOnlyList<ShellCommand> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var commands = new List<ShellCommand>();
        Collect(text, commands, 0);
        return commands;
    }

    private static void Collect(string text, List<ShellCommand> commands, int depth)
    {
        foreach (var command in new ShellScript(text).Read())
        {
            commands.Add(command);
            if (depth >= SubstitutionDepthLimit)
                continue;
            foreach (var inner in command.Substitutions)
                Collect(inner, commands, depth + 1);
            if (command.Script is { } script)
                Collect(script, commands, depth + 1);
        }
    }

    private List<ShellCommand> Read()
    {
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (c is '\'' or '"' or '\\' or '`' || (c == '$' && Next(1) is '(' or '{'))
                ReadQuoted(c);
            else if (c == '#' && !_inWord)
                SkipComment();
            else if (c is ';' or '\n' or '|' or '&' or '(' or ')')
                ReadSeparator(c);
            else if (c is '<' or '>')
                ReadRedirection(c);
            else if (char.IsWhiteSpace(c))
                SkipSpace();
            else
                Take(c);
        }

        EndCommand(background: false);
        return _commands;
    }

    private char Next(int ahead) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    private void Take(char c)
    {
        _word.Append(c);
        _inWord = true;
        _at++;
    }

    private void ReadQuoted(char opener)
    {
        _inWord = true;
        switch (opener)
        {
            case '\\':
                if (Next(1) is not ('\n' or '\0'))
                    _word.Append(Next(1));
                _at += 2;
                break;
            case '\'':
                Copy(_text.IndexOf('\'', _at + 1));
                break;
            case '"':
                ReadDoubleQuoted();
                break;
            case '`':
                ReadSubstitution(_at + 1, _text.IndexOf('`', _at + 1));
                break;
            default:
                if (Next(1) == '(')
                    ReadSubstitution(_at + 2, MatchingBracket(_at + 2));
                else
                    CopyThrough(_text.IndexOf('}', _at + 2));
                break;
        }
    }

    private void Copy(int end)
    {
        if (end < 0)
            end = _text.Length;
        _word.Append(_text, _at + 1, Math.Max(0, end - _at - 1));
        _at = end + 1;
    }

    private void CopyThrough(int end)
    {
        if (end < 0)
            end = _text.Length - 1;
        _word.Append(_text, _at, end - _at + 1);
        _at = end + 1;
    }

    private void ReadDoubleQuoted()
    {
        _at++;
        while (_at < _text.Length && _text[_at] != '"')
        {
            var c = _text[_at];
            if (c == '\\' && Next(1) is '"' or '\\' or '$' or '`')
            {
                _word.Append(Next(1));
                _at += 2;
            }
            else if (c == '`')
            {
                ReadSubstitution(_at + 1, _text.IndexOf('`', _at + 1));
            }
            else if (c == '$' && Next(1) == '(')
            {
                ReadSubstitution(_at + 2, MatchingBracket(_at + 2));
            }
            else
            {
                _word.Append(c);
                _at++;
            }
        }

        _at++;
    }

    private void ReadSubstitution(int start, int end)
    {
        if (end < 0)
            end = _text.Length;
        _substitutions.Add(_text[Math.Min(start, end)..end]);
        _word.Append(_text, _at, Math.Min(end + 1, _text.Length) - _at);
        _at = end + 1;
    }

    private int MatchingBracket(int start)
    {
        var depth = 1;
        for (var i = start; i < _text.Length; i++)
        {
            if (_text[i] == '(')
                depth++;
            else if (_text[i] == ')' && --depth == 0)
                return i;
        }

        return -1;
    }

    private void SkipComment()
    {
        var end = _text.IndexOf('\n', _at);
        _at = end < 0 ? _text.Length : end;
    }

    private void ReadSeparator(char c)
    {
        if (c == '&' && Next(1) == '>')
        {
            EndWord();
            _at++;
            ReadRedirection('>');
            return;
        }

        var background = c == '&' && Next(1) != '&';
        _at += c is '&' or '|' && Next(1) == c ? 2 : 1;
        EndCommand(background);
        if (c == '\n')
            ReadHereDocuments();
    }

    private void ReadRedirection(char c)
    {
        // A file descriptor written before the sign (2>) is no word of the command.
        if (_inWord && _word.Length == 1 && char.IsAsciiDigit(_word[0]))
            ForgetWord();
        EndWord();
        var length = 1;
        while (Next(length) == c)
            length++;
        _at += length;
        if (c == '>' && Next(0) == '|')
            _at++;
        if (Next(0) == '&')
        {
            SkipDescriptor();
            return;
        }

        if (c == '<' && length == 2)
        {
            if (Next(0) == '-')
                _at++;
            _wordIsDelimiter = true;
        }
        else
        {
            _wordIsOutput = c == '>';
        }
    }

    private void SkipDescriptor()
    {
        _at++;
        while (char.IsAsciiDigit(Next(0)) || Next(0) == '-')
            _at++;
    }

    private void ForgetWord()
    {
        _word.Clear();
        _inWord = false;
    }

    private void SkipSpace()
    {
        EndWord();
        _at++;
    }

    private void EndWord()
    {
        if (!_inWord)
            return;
        var word = _word.ToString();
        if (_wordIsDelimiter)
            _pendingHereDocuments.Enqueue(word);
        else if (_wordIsOutput)
            _outputs.Add(word);
        else
            _words.Add(word);
        ForgetWord();
        _wordIsDelimiter = _wordIsOutput = false;
    }

    private void EndCommand(bool background)
    {
        EndWord();
        if (_words.Count + _outputs.Count + _hereDocuments.Count == 0 && _pendingHereDocuments.Count == 0)
            return;
        _commands.Add(new ShellCommand(_words, _outputs, _hereDocuments, background, _substitutions));
        (_words, _outputs, _substitutions) = ([], [], []);

        // The bodies follow on the next lines: the command keeps the list that they will be put into.
        if (_pendingHereDocuments.Count == 0)
            _hereDocuments = [];
    }

    private void ReadHereDocuments()
    {
        while (_pendingHereDocuments.TryDequeue(out var delimiter))
        {
            var body = new StringBuilder();
            while (_at < _text.Length)
            {
                var end = _text.IndexOf('\n', _at);
                var line = _text[_at..(end < 0 ? _text.Length : end)];
                _at = end < 0 ? _text.Length : end + 1;
                if (line.TrimStart('\t').TrimEnd('\r') == delimiter)
                    break;
                body.Append(line).Append('\n');
            }

            _hereDocuments.Add(body.ToString());
        }

        _hereDocuments = [];
    }
}
