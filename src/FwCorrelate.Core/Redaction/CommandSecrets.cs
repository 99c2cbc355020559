// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Redaction;

/// <summary>Finds secrets by where they stand in commands: values of options, words behind others, what is piped into a program that reads
/// a password.</summary>
internal static class CommandSecrets
{
    private static readonly Dictionary<string, SecretOption[]> ByProgram = SecretOption.All
        .SelectMany(o => o.Programs, (o, p) => (Program: p, Option: o)).GroupBy(o => o.Program).ToDictionary(g => g.Key, g => g.Select(o =>
            o.Option).ToArray(), StringComparer.Ordinal);

    private static readonly ILookup<string, SecretPlace> PlacesByProgram = SecretPlace.All.ToLookup(p => p.Before[0],
        StringComparer.Ordinal);

    private const int LongestProgram = 64;

    // A command names one program, or a few that start each other; more are a text that is none.
    private const int MostPrograms = 8;

    private static readonly HashSet<string> Setters = new(StringComparer.Ordinal) { "set", "setx", "setenv", "machine", "config",
        "configure", "nmcli", "-x", "-gx", "-Ux", "SET", "--set" };

    private static readonly string[] ReadSecrets = ["chpasswd", "cryptsetup", "kinit", "smbpasswd", "su", "secret-tool", "pdbedit"];

    public static void Find(IReadOnlyList<PlacedCommand> commands, List<(int Start, int End)> found)
    {
        for (var i = 0; i < commands.Count; i++)
        {
            var command = commands[i];
            FindOptions(command, found);
            FindPlaces(command, found);
            if (!ReadsSecret(command))
                continue;
            if (command.HereString >= 0 && command.HereString < command.Words.Count)
                MaskInput(command.Words[command.HereString], command, found);
            if (command.IsPiped && i > 0)
                MaskEchoed(commands[i - 1], command, found);
        }
    }

    // A program may stand behind others: docker exec db mysql, kubectl exec pod -- redis-cli, uv run wandb.
    private static void FindOptions(PlacedCommand command, List<(int Start, int End)> found)
    {
        List<SecretOption>? options = null;
        var setter = FirstSetter(command);
        for (var i = 0; i < command.Words.Count; i++)
        {
            var word = command.Words[i];
            var next = i + 1 < command.Words.Count ? command.Words[i + 1] : null;
            foreach (var option in options ?? [])
            {
                if (word.Value is ['-' or '/', ..] || option.Part == SecretPart.AfterSlash)
                    FindOption(option, word, next, found);
            }

            FindNamed(command, i, setter, next, found);
            if (word.Value.Length is > 0 and < LongestProgram && ByProgram.TryGetValue(PlacedCommand.FileName(word.Value), out var more)
                && options?.Contains(more[0]) != true)
                (options ??= []).AddRange(more.Where(o => o == more[0] || o.Needs.Length == 0 || command.Words.Any(w =>
                    w.Value == o.Needs)));
        }
    }

    /// <summary>Options whose own name says what they are, and names that stand before their value: <c>--auth-token X</c>, <c>set PASSWORD
    /// X</c>.</summary>
    private static void FindNamed(PlacedCommand command, int at, int setter, PlacedWord? next, List<(int Start, int End)> found)
    {
        var word = command.Words[at].Value;
        if (next is null || next.Value.Length == 0 || word.Length > 100 || word.Contains('=', StringComparison.Ordinal))
            return;
        var isOption = word is ['-', _, _, ..];
        if (!isOption && at <= setter)
            return;
        var name = word.AsSpan().TrimStart('-').TrimEnd(':');
        var says = SecretNames.Judge(isOption ? name : name[(name.LastIndexOfAny('/', ':') + 1)..]);
        if (says == NameSays.Nothing || !SecretValues.IsSecret(says, name, next.Value) || next.Value.StartsWith("id=",
            StringComparison.Ordinal))
            return;
        if (next.Value[0] == '-' ? SecretValues.LooksLikeKey(next.Value) : isOption || command.ProgramName is "set" or "setx" or "setenv"
            || SecretValues.LooksStrong(next.Value) || next.Quoted.Count > 0)
            Add(next, found);
    }

    /// <summary>Position of the first word that sets what follows it; the number of words where there is none.</summary>
    private static int FirstSetter(PlacedCommand command)
    {
        for (var i = 0; i < command.Words.Count; i++)
        {
            if (Setters.Contains(command.Words[i].Value))
                return i;
        }

        return command.Words.Count;
    }

    private static void FindOption(SecretOption option, PlacedWord word, PlacedWord? next, List<(int Start, int End)> found)
    {
        foreach (var name in option.Names)
        {
            if (word.Value == name && next is not null)
                Add(option.Part, next, 0, found);
            else if (name[^1] == ':' || name is "-hp" || (name is "-p" && option.Programs[0] == "rar"))
            {
                if (word.Value.StartsWith(name, StringComparison.OrdinalIgnoreCase) && word.Value.Length > name.Length)
                    Add(option.Part, word, name.Length, found);
            }
            else if (word.Value.StartsWith(name + "=", StringComparison.Ordinal))
                Add(option.Part, word, name.Length + 1, found);
        }

        if (option.Part == SecretPart.AfterSlash)
            FindLogin(word, found);
        if (option.Letters.Length > 0 && word.Value is ['-', not '-', ..])
            FindLetter(option, word, next, found);
    }

    /// <summary><c>scott/tiger@db</c>: a name, the secret, and where.</summary>
    private static void FindLogin(PlacedWord word, List<(int Start, int End)> found)
    {
        var slash = word.Value.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == word.Value.Length - 1 || word.Value[0] is '-' or '@' or '.'
            || word.End - word.Start != word.Value.Length)
            return;
        var at = word.Value.IndexOf('@', slash);
        found.Add((word.Start + slash + 1, at < 0 ? word.End : word.Start + at));
    }

    /// <summary>A letter in a bundle: <c>-su user:secret</c>, <c>-pSECRET</c>.</summary>
    private static void FindLetter(SecretOption option, PlacedWord word, PlacedWord? next, List<(int Start, int End)> found)
    {
        var (letters, isAttachedOnly) = option.Letters[0] == '=' ? (option.Letters[1..], true) : (option.Letters, false);
        for (var i = 1; i < word.Value.Length && char.IsAsciiLetterOrDigit(word.Value[i]); i++)
        {
            if (letters.Contains(word.Value[i], StringComparison.Ordinal))
            {
                if (i + 1 < word.Value.Length)
                    Add(option.Part, word, i + 1, found);
                else if (next is not null && !isAttachedOnly)
                    Add(option.Part, next, 0, found);
                return;
            }

            if (option.Takes.Contains(word.Value[i], StringComparison.Ordinal))
                return;
        }
    }

    private static void FindPlaces(PlacedCommand command, List<(int Start, int End)> found)
    {
        var looked = 0;
        for (var i = 0; i < command.Words.Count && looked < MostPrograms; i++)
        {
            var program = command.Words[i].Value.Length < LongestProgram ? PlacedCommand.FileName(command.Words[i].Value) : "";
            looked += PlacesByProgram.Contains(program) ? 1 : 0;
            foreach (var place in PlacesByProgram[program])
                FindPlace(place, program, command, i + 1, found);
        }
    }

    private static void FindPlace(SecretPlace place, string program, PlacedCommand command, int from, List<(int Start, int End)> found)
    {
        var words = command.Words.Skip(from).Where(w => w.Value.Length > 0 && w.Value[0] != '-').ToList();
        var before = place.Before.Length - 1;
        if (words.Count <= before || !Enumerable.Range(0, before).All(i => words[i].Value.StartsWith(place.Before[i + 1],
            StringComparison.OrdinalIgnoreCase)))
            return;
        var rest = words.Skip(before).ToList();
        if (program == "net")
            rest = rest.FindAll(w => w.Value[0] is not ('/' or '\\') && !w.Value.EndsWith(':') && w.Value != "*");
        if (program == "htpasswd" && !command.Words.Any(w => w.Value is ['-', not '-', ..] && w.Value.Contains('b',
            StringComparison.Ordinal)))
            return;
        var index = place.Place < 0 ? rest.Count + place.Place : place.Place - 1;
        if (index >= 0 && index < rest.Count && IsPlausible(rest[index].Value))
            Add(rest[index], found);
    }

    private static bool IsPlausible(string value) => value.Length >= 4 && !SecretValues.StandsForSecret("", value) && !value.Contains("://",
        StringComparison.Ordinal);

    private static bool ReadsSecret(PlacedCommand command)
    {
        var words = command.Words;
        if (ReadSecrets.Contains(command.ProgramName))
            return true;
        return (words[0].Value == "sudo" && words.Any(w => w.Value is "--stdin" || (w.Value is ['-', not '-', ..] && w.Value.Contains('S',
            StringComparison.Ordinal))))
            || (command.ProgramName == "passwd" && words.Any(w => w.Value is "--stdin" or "-s"))
            || words.Any(w => w.Value is "--password-stdin" or "--with-token" or "--passphrase-fd" or "--pass-stdin" or "--token-stdin" or "--password-fd" or "stdin" or "--key-file=-")
            || (command.ProgramName == "htpasswd" && words.Any(w => w.Value is ['-', not '-', ..] && w.Value.Contains('i',
                StringComparison.Ordinal)))
            || (command.ProgramName is "vault" or "rclone" && words[^1].Value == "-");
    }

    private static void MaskEchoed(PlacedCommand producer, PlacedCommand consumer, List<(int Start, int End)> found)
    {
        if (producer.ProgramName is not ("echo" or "printf"))
            return;
        foreach (var word in producer.Words.Skip(producer.Program + 1))
        {
            if (word.Value is not (['-', ..] or []) && !(producer.ProgramName == "printf" && word.Value.Contains('%',
                StringComparison.Ordinal)))
                MaskInput(word, consumer, found);
        }
    }

    private static void MaskInput(PlacedWord word, PlacedCommand consumer, List<(int Start, int End)> found) =>
        Add(consumer.ProgramName == "chpasswd" ? SecretPart.AfterColon : SecretPart.Whole, word, 0, found);

    private static void Add(PlacedWord word, List<(int Start, int End)> found) => found.Add((word.Start, word.End));

    /// <param name="from">Where the value begins in the word.</param>
    private static void Add(SecretPart part, PlacedWord word, int from, List<(int Start, int End)> found)
    {
        var value = word.Value.AsSpan(Math.Min(from, word.Value.Length));
        var secret = part switch
        {
            SecretPart.AfterColon => Behind(value, ':'),
            SecretPart.AfterPercent => Behind(value, '%'),
            SecretPart.AfterComma => Behind(value, ','),
            SecretPart.AfterSlash => Behind(value, '/'),
            SecretPart.AfterPass => value.StartsWith("pass:") ? 5 : -1,
            SecretPart.Pairs => Behind(value, '='),
            _ => 0,
        };
        if (secret < 0 || secret >= value.Length || SecretValues.StandsForSecret("", value[secret..]))
            return;

        // Quotes before the secret shift its place in the text; the last characters are at the end in any case.
        var length = value.Length - secret;
        var end = word.End;
        var start = from + secret == 0 ? word.Start : Math.Max(word.Start + Math.Min(from, 1), end - length - Closing(word));
        found.Add((start, end - (from + secret == 0 ? 0 : Closing(word))));
    }

    // One closing quote, where the whole value is quoted once.
    private static int Closing(PlacedWord word) => word.End - word.Start == word.Value.Length ? 0 : 1;

    private static int Behind(ReadOnlySpan<char> value, char mark) => value.IndexOf(mark) is var at and >= 0 ? at + 1 : -1;
}
