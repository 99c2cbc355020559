// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Commands;

/// <summary>
/// What commands have in common: the text without what varies from one call to the next (numbers, quoted text), and the program with its
/// first word. Commands of one template do the same kind of thing, so that what some of them did tells of the others.
/// </summary>
/// <param name="Text">Hash of the text.</param>
/// <param name="Program">Hash of the program and its subcommand.</param>
public readonly record struct CommandTemplate(ulong Text, ulong Program)
{
    /// <summary>What comes later seldom tells two kinds of command apart.</summary>
    private const int LengthThatCounts = 200;

    private const ulong Basis = 0xCBF2_9CE4_8422_2325;
    private const ulong Prime = 0x0000_0100_0000_01B3;

    public static CommandTemplate Of(string? command)
    {
        var text = command.AsSpan().TrimStart();
        if (text.Length > LengthThatCounts)
            text = text[..LengthThatCounts];
        return new CommandTemplate(HashOf(text), HashOf(ProgramOf(text)));
    }

    /// <summary>FNV-1a over the characters that do not vary; a run of digits counts as one character, white space likewise.</summary>
    private static ulong HashOf(ReadOnlySpan<char> text)
    {
        var (hash, last) = (Basis, '\0');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '"' or '\'' && text[(i + 1)..].IndexOf(c) is var length and >= 0)
                i += length + 1;
            else if (char.IsAsciiDigit(c))
                c = '0';
            else if (char.IsWhiteSpace(c))
                c = ' ';
            if (c is '0' or ' ' && c == last)
                continue;
            last = c;
            hash = (hash ^ c) * Prime;
        }

        return hash;
    }

    /// <summary>The first word, and the second where it is a subcommand, such as that of <c>pip install</c>.</summary>
    private static ReadOnlySpan<char> ProgramOf(ReadOnlySpan<char> text)
    {
        var first = text.IndexOfAny(' ', '\t', '\n');
        if (first < 0)
            return text;
        var rest = text[(first + 1)..];
        var second = rest.IndexOfAny(' ', '\t', '\n');
        var word = second < 0 ? rest : rest[..second];
        foreach (var c in word)
        {
            if (!char.IsAsciiLetterLower(c) && c != '-')
                return text[..first];
        }

        return word.IsEmpty || word[0] == '-' ? text[..first] : text[..(first + 1 + word.Length)];
    }
}
