// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.RegularExpressions;
using FwCorrelate.Network;
using FwCorrelate.Redaction;

namespace FwCorrelate.Service.Extraction.Anonymous;

/// <summary>
/// Replaces what names somebody or something in a text: addresses, domains, known names, users, identifiers of clouds and traces, secrets.
/// The same is replaced by the same wherever it stands.
/// </summary>
internal sealed partial class Replacements(ReplacementKey key, RuleWords rules)
{
    private const int ShortestNumber = 8;

    /// <summary>Endings of files, which look like domains.</summary>
    private static readonly HashSet<string> FileEndings = new(
        ["bash", "bin", "bz2", "c", "cc", "cfg", "conf", "cpp", "cs", "css", "csv", "db", "go", "gz", "h", "html", "ini", "java", "jpg",
            "js", "json", "jsonl", "key", "lock", "log", "lua", "md", "out", "parquet", "patch", "pdf", "pem", "php", "pid", "pl", "png",
            "pub", "py", "rb", "rs", "service", "sh", "so", "sql", "svg", "tar", "tgz", "toml", "ts", "txt", "whl", "xml", "xz", "yaml",
            "yml", "zip", "zst"],
        StringComparer.OrdinalIgnoreCase);

    private readonly AddressPermutation _addresses = new(key, rules.Blocks);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _numbers = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _made = new(StringComparer.Ordinal);

    /// <summary>What was replaced by what: text and replacement, by text.</summary>
    public IEnumerable<(string Original, string Replacement)> Made => _addresses.Known.Where(a => a.Key != a.Value)
        .Select(a => (a.Key.ToString(), a.Value.ToString())).OrderBy(a => a.Item1, StringComparer.Ordinal)
        .Concat(_made.Select(m => (m.Key, m.Value)));

    public AddressPrefix Of(AddressPrefix block) => _addresses.Of(block);

    /// <summary>Notes a name; its parts are replaced wherever they stand.</summary>
    public void Learn(string? name)
    {
        foreach (var part in Token().EnumerateMatches(name ?? ""))
        {
            var word = name!.Substring(part.Index, part.Length);
            if (word.Length > 1 && !word.All(char.IsAsciiDigit) && !rules.Hold(word))
                _names.Add(word);
        }
    }

    /// <summary>Notes the number of an account, which is replaced wherever it stands; short ones are everywhere, and stay.</summary>
    public void LearnNumber(string number)
    {
        if (number.Length >= ShortestNumber && number.All(char.IsAsciiDigit) && !rules.Hold(number))
            _numbers.Add(number);
    }

    /// <summary>The text with replacements.</summary>
    public string In(string text) =>
        Known().Replace(CommandRedaction.ReplaceSecrets(text, s => rules.Hold(s) ? s : Shaped(s, "secret")), Replace);

    private string Replace(Match match)
    {
        var text = match.Value;
        if (match.Groups["v4"].Success || match.Groups["v6"].Success)
            return Address(text);
        if (match.Groups["part"] is { Success: true } part)
            return Part(part.Value) + text[part.Length..];
        if (match.Groups["user"] is { Success: true } user)
            return Name(user.Value) + text[user.Length..];
        if (match.Groups["home"] is { Success: true } home)
            return text[..^home.Length] + Name(home.Value);
        if (match.Groups["domain"].Success)
            return Domain(text);
        return match.Groups["hex"].Success ? Hex(text) : match.Groups["cloud"].Success ? Cloud(text) : Word(text);
    }

    private string Address(string text) => !AddressPrefix.TryParse(text, out var block) ? text
        : text.Contains('/', StringComparison.Ordinal) ? _addresses.Of(block).ToString() : _addresses.Of(block.Network).ToString();

    // The beginning of an address that a command goes on with: 10.8.$a.$b, 10.8.0.{1..9}, 10.8.*
    private string Part(string text)
    {
        var octets = text.TrimEnd('.').Split('.');
        return HostAddress.TryParse(string.Join('.', octets.Concat(Enumerable.Repeat("0", 4 - octets.Length))), out var address)
            ? string.Join('.', _addresses.Of(address).ToString().Split('.').Take(octets.Length)) + "." : text;
    }

    // Labels are replaced each, so that what is below what stays below it; suffixes that rules name stay.
    private string Domain(string text)
    {
        var labels = text.Split('.');
        if (FileEndings.Contains(labels[^1]) && !Array.Exists(labels, _names.Contains))
            return text;
        var kept = 1;
        for (var i = 2; i <= labels.Length; i++)
        {
            if (rules.Hold(string.Join('.', labels[^i..])))
                kept = i;
        }

        for (var i = 0; i < labels.Length - kept; i++)
            labels[i] = Name(labels[i]);
        return string.Join('.', labels);
    }

    // A short container id is the beginning of the long one, and stays it.
    private string Hex(string text)
    {
        var digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        if (_numbers.Contains(text))
            return Shaped(text, "account");
        if (digits.All(char.IsAsciiDigit) || digits.All(c => c == digits[0]) || rules.Hold(text))
            return text;
        const int shortId = 12;
        var first = key.Hex("id", digits[..shortId]);
        return Noted(text, text[..^digits.Length] + first + (digits.Length > shortId ? key.Hex("id rest", digits)[shortId..] : ""));
    }

    private string Cloud(string text) => rules.Hold(text) || text.All(c => c is '0' or '-') ? text
        : text.IndexOf('-', StringComparison.Ordinal) is var dash and > 0 && text.LastIndexOf('-') == dash
            ? Noted(text, text[..(dash + 1)] + key.SameShape("cloud", text[(dash + 1)..])) : Shaped(text, "cloud");

    // What is put together with underlines, such as a file's name, may hold names that are not.
    private string Word(string text) => _names.Contains(text) ? Name(text)
        : _numbers.Contains(text) ? Shaped(text, "account")
        : text.Contains('_', StringComparison.Ordinal) ? string.Join('_', text.Split('_').Select(p => Known().Replace(p, Replace)))
        : text;

    private string Name(string text) => rules.Hold(text) || text.All(char.IsAsciiDigit) ? text
        : Noted(text, string.Create(CultureInfo.InvariantCulture, $"n{Convert.ToHexStringLower(key.Bytes("name", text).AsSpan(0, 4))}"));

    private string Shaped(string text, string purpose) => Noted(text, key.SameShape(purpose, text));

    private string Noted(string text, string replacement)
    {
        _made.TryAdd(text, replacement);
        return replacement;
    }

    [GeneratedRegex(@"[\p{L}\p{N}_](?:[\p{L}\p{N}_-]*[\p{L}\p{N}_])?", RegexOptions.CultureInvariant)]
    private static partial Regex Token();

    [GeneratedRegex("""
        (?<v4>(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?:/(?:3[0-2]|[12]?\d)(?![\d\w/.]))?(?!\w|\.\d))
        |(?<v6>(?<![\w:.])(?=[0-9a-fA-F:.]*:[0-9a-fA-F:.]*:)[0-9a-fA-F:]{2,39}(?:/\d{1,3})?(?![\w:]))
        |(?<part>(?<![\w.])(?:\d{1,3}\.){1,3})(?=[$*{\[])
        |(?<user>(?<![\w./:=-])[A-Za-z_][\w-]{0,31})@(?=[\w\[])
        |(?<=/(?:home|Users)/)(?<home>[\w.-]+)
        |(?<cloud>(?<![\w-])(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[a-z]{1,10}-[a-z]{0,2}[0-9][0-9a-z]{7,21})(?![\w-])
            |(?<![\w.-])\d{12}(?![\d.-]|[a-zA-Z]))
        |(?<hex>\b(?:0x)?[0-9a-fA-F]{12,}\b)
        |(?<domain>(?<=://|@)[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,24}(?![\w-]|\.\w)
            |(?<![\w.-])(?:\w(?:[\w-]{0,61}\w)?\.)+(?:ai|app|arpa|at|au|be|biz|br|ca|cc|ch|cl|cloud|club|cn|co|com|corp|cz|de|dev|dk|edu
            |es|eu|example|fi|fr|gg|gov|hk|home|hu|icu|il|in|info|int|internal|invalid|io|is|it|jp|kr|la|lan|link|live|local|ly|me|mil|mx|my
            |net|nl|no|nz|onion|online|org|ph|pl|pro|pt|ro|ru|se|sg|shop|site|space|st|store|svc|tech|test|th|to|top|tr|tv|tw|ua|uk|us|vn
            |website|xyz|za)(?![\w-]|\.\w|\s*\())
        |(?<word>[\p{L}\p{N}_][\p{L}\p{N}_-]*)
        """, RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Known();
}
