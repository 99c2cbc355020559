// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Commands;

/// <summary>
/// One simple command of a shell script (POSIX.1-2024, Shell Command Language, section 2.9.1): its words with quotes removed,
/// where its output is redirected to, the bodies of its here-documents, and whether the shell goes on without waiting for it.
/// </summary>
/// <param name="Substitutions">Scripts of <c>$( )</c> and backquotes among the words.</param>
public sealed record ShellCommand(
    IReadOnlyList<string> Words, IReadOnlyList<string> OutputFiles, IReadOnlyList<string> HereDocuments, bool IsBackground,
    IReadOnlyList<string> Substitutions)
{
    private static readonly HashSet<string> Prefixes = new(StringComparer.Ordinal)
    {
        "sudo", "nohup", "setsid", "exec", "command", "env", "time", "builtin", "stdbuf", "nice", "ionice", "do", "then", "else", "elif",
            "if",
        "while", "until", "!", "{", "(",
    };

    /// <summary>
    /// Words that start with the program: assignments, keywords and wrappers such as <c>sudo</c> and <c>timeout 5</c> taken off.
    /// </summary>
    public IReadOnlyList<string> Invocation { get; } = StripPrefixes(Words);

    /// <summary>File name of the program, without its folder; empty for a command of assignments or redirections only.</summary>
    public string Program => Invocation.Count == 0 ? "" : Invocation[0][(Invocation[0].LastIndexOf('/') + 1)..];

    /// <summary>The script that a shell is started with, <c>bash -c '…'</c>, <c>eval '…'</c>; null for all else.</summary>
    public string? Script
    {
        get
        {
            if (Program == "eval")
                return string.Join(' ', Invocation.Skip(1));
            if (Program is not ("bash" or "sh" or "zsh" or "dash" or "ash" or "ksh" or "su"))
                return null;
            for (var i = 1; i + 1 < Invocation.Count; i++)
            {
                var word = Invocation[i];
                if (word.StartsWith('-') && !word.StartsWith("--", StringComparison.Ordinal)
                    && word.Contains('c', StringComparison.Ordinal))
                    return Invocation[i + 1];
            }

            return null;
        }
    }

    /// <summary>Whether a wrapper that detaches from the caller stands in front.</summary>
    public bool IsDetached => Words.Any(w => w is "nohup" or "setsid" or "disown");

    private static IReadOnlyList<string> StripPrefixes(IReadOnlyList<string> words)
    {
        var i = 0;
        while (i < words.Count)
        {
            var word = words[i];
            if (Prefixes.Contains(word) || IsAssignment(word))
                i++;
            else if (word == "timeout")
                i = SkipTimeout(words, i + 1);
            else if (i > 0 && word.StartsWith('-') && words[i - 1] is "sudo" or "env" or "nice" or "stdbuf" or "ionice")
                i++;
            else
                break;
        }

        return i == 0 ? words : [.. words.Skip(i)];
    }

    private static int SkipTimeout(IReadOnlyList<string> words, int i)
    {
        while (i < words.Count && words[i].StartsWith('-'))
            i += words[i] is "-k" or "-s" ? 2 : 1;
        return Math.Min(i + 1, words.Count);
    }

    private static bool IsAssignment(string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && word.AsSpan(0, equals).IndexOfAnyExcept(NameCharacters) < 0;
    }

    private static readonly System.Buffers.SearchValues<char> NameCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
}
