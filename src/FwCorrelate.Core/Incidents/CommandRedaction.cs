// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using FwCorrelate.Cases;

namespace FwCorrelate.Incidents;

/// <summary>
/// How commands are written into results (design, section 5, <c>redact</c>). Secrets are masked in every mode: a result is
/// passed on to people who were never meant to hold the keys of the run.
/// </summary>
/// <remarks>
/// Masking errs on the side of hiding: a masked word costs a look at the trace, a leaked one costs a key. All patterns run
/// without backtracking, since commands are hostile text.
/// </remarks>
public static class CommandRedaction
{
    /// <summary>Characters that <see cref="ArgumentRedaction.Truncate"/> keeps.</summary>
    public const int TruncatedLength = 400;

    /// <summary>What stands in place of a secret.</summary>
    public const string Mask = "[secret]";

    // The keyword may be part of a longer name (DB_PASSWORD, aws_secret_access_key), but not of a longer word: max_tokens and tokenizer are no secrets.
    private const string Keyword =
        "(?:passwords?|passwd|passphrase|pwd|secrets?|token|api[_-]?key|access[_-]?key|private[_-]?key|secret[_-]?key|credentials?)";

    private const string Value = """(?:\\"[^"\\]*\\"|"[^"]*"|'[^']*'|[^\s"'&;,|)\\]+)""";

    private static readonly (Regex Pattern, string Replacement)[] Secrets =
    [
        (Compile("-----BEGIN [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----.*?(?:-----END [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----|$)", RegexOptions.Singleline), Mask),
        (Compile("""([a-z][a-z0-9+.-]*://[^\s/:@'"]*:)[^\s/@'"]+@"""), $"$1{Mask}@"),
        (Compile("""(authorization\\?["']?\s*[:=]\s*\\?["']?(?:(?:bearer|basic|token|digest|negotiate)\s+)?)[^\s"'\\]+"""), $"$1{Mask}"),
        (Compile(@"\b(bearer\s+)[A-Za-z0-9._~+/=-]{8,}"), $"$1{Mask}"),
        (Compile($"""({Keyword}[0-9]*(?:[_-][a-z0-9_-]+)?\\?["']?\]?\s*(?::=|=>|==?|:)\s*){Value}"""), $"$1{Mask}"),
        (Compile($"""(--?[a-z0-9_-]*{Keyword}\s+)(?:"[^"]*"|'[^']*'|[^\s"'-][^\s"']*)"""), $"$1{Mask}"),
        (Compile("""(aws_(?:secret_access_key|session_token|access_key_id)\s+)[^\s"'=:]+"""), $"$1{Mask}"),
        (Compile("""(\bcurl\b[^|;&\n]*?\s(?:-u|--user)[= ]?\s*["']?[^\s:"']+:)[^\s"']+"""), $"$1{Mask}"),
        (Compile("""(\b(?:mysql|mysqldump|mysqladmin|mariadb|sshpass)\b[^|;&\n]*?\s-p)(?:"[^"]*"|'[^']*'|[^\s"']+)"""), $"$1{Mask}"),
        (Compile("""(\bsshpass\s+-p\s+)(?:"[^"]*"|'[^']*'|[^\s"']+)"""), $"$1{Mask}"),
        (Compile(@"\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b"), Mask),
        (Compile(@"\bsk-[A-Za-z0-9_-]{8,}"), Mask),
        (Compile(@"\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|hf_|npm_|AIza|LTAI)[A-Za-z0-9_-]{8,}"), Mask),
        (Compile(@"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*"), Mask),
    ];

    // Each pattern needs one of these. The patterns' own way of ignoring case knows letters beyond ASCII; such texts take the long way.
    private static readonly SearchValues<string> Signs = SearchValues.Create(
        [
            "private key", "://", "authorization", "bearer", "passw", "passphrase", "pwd", "secret", "token", "key", "credential", "aws_", "curl",
            "mysql", "mariadb", "sshpass", "akia", "asia", "abia", "acca", "sk-", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-",
            "xox", "hf_", "npm_", "aiza", "ltai", "eyj", "-p",
        ],
        StringComparison.OrdinalIgnoreCase);

    private static readonly Regex AttachedPassword = Compile("""(^|\s)-p([^\s"'=-][^\s]{5,})""");

    /// <summary>The command as results show it: secrets masked, then cut or hashed as <paramref name="mode"/> says.</summary>
    public static string Apply(string command, ArgumentRedaction mode)
    {
        ArgumentNullException.ThrowIfNull(command);
        var masked = MaskSecrets(command);
        return mode switch
        {
            ArgumentRedaction.Hash => Hashed(masked),
            ArgumentRedaction.Truncate => Truncated(masked),
            _ => masked,
        };
    }

    /// <summary>The text with passwords, tokens, keys and credentials replaced by <see cref="Mask"/>.</summary>
    public static string MaskSecrets(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Ascii.IsValid(text) && !text.AsSpan().ContainsAny(Signs))
            return text;
        foreach (var (pattern, replacement) in Secrets)
            text = pattern.Replace(text, replacement);
        return AttachedPassword.Replace(text, m => LooksLikePassword(m.Groups[2].ValueSpan) ? $"{m.Groups[1].Value}-p{Mask}" : m.Value);
    }

    // -p22,80 and -pT:1-1024 are ports, -pthread and -pxvf are flags: those explain a scan or a build and stay.
    private static bool LooksLikePassword(ReadOnlySpan<char> value)
    {
        if (value.StartsWith(Mask, StringComparison.Ordinal))
            return false;
        bool letter = false, other = false;
        foreach (var c in value)
        {
            letter |= char.IsAsciiLetter(c) && c is not ('T' or 'U' or 'S');
            other |= !char.IsAsciiLetterLower(c);
        }

        return letter && other;
    }

    // Of the masked text: a hash of a command with a short secret in it would be a way to guess the secret.
    private static string Hashed(string masked)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(masked)));
        return string.Create(CultureInfo.InvariantCulture, $"sha256:{hash} ({masked.Length} characters)");
    }

    private static string Truncated(string masked)
    {
        if (masked.Length <= TruncatedLength)
            return masked;
        var kept = char.IsHighSurrogate(masked[TruncatedLength - 1]) ? TruncatedLength - 1 : TruncatedLength;
        return string.Create(CultureInfo.InvariantCulture, $"{masked.AsSpan(0, kept)}… [first {kept} of {masked.Length} characters]");
    }

    private static Regex Compile(string pattern, RegexOptions options = RegexOptions.None) =>
        new(pattern, options | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
}
