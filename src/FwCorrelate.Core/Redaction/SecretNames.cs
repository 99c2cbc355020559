// SPDX-License-Identifier: Apache-2.0
using System.Buffers;

namespace FwCorrelate.Redaction;

/// <summary>How sure a name makes it that its value is a secret.</summary>
internal enum NameSays
{
    Nothing,

    /// <summary>A secret where the value looks like one: <c>key</c>, <c>pass</c>, <c>sig</c>.</summary>
    Maybe,

    /// <summary>A secret whatever it looks like: <c>password</c>, <c>api_key</c>, <c>token</c>.</summary>
    Secret,
}

/// <summary>Names of options, variables, fields and headers, judged by their words: <c>DB_PASSWORD</c>, <c>clientSecret</c>,
/// <c>x-api-key</c>.</summary>
internal static class SecretNames
{
    public static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.");

    private const int LongestName = 100;
    private static readonly char[] Digits = [.. "0123456789"];

    private static readonly HashSet<string> Strong = new(StringComparer.Ordinal)
    {
        "password", "passwords", "passwd", "passphrase", "passcode", "passwort", "secret", "secrets", "token", "apikey", "apitoken",
            "authtoken", "accesstoken",
        "credential", "credentials", "creds", "mnemonic", "seedphrase", "accesskey", "secretkey", "privatekey", "authkey", "accountkey",
            "presharedkey", "psk",
        "authorization", "requirepass", "pgpassword", "sharedaccesskey", "sharedaccesssignature", "clientsecret", "otp", "pwd", "cookie",
            "sessionid", "csrftoken",
        "jsessionid", "phpsessid", "webhook", "dsn",
    };

    private static readonly HashSet<string> Weak = new(StringComparer.Ordinal) { "pass", "pw", "key", "auth", "sig", "signature", "session",
        "sid", "pin", "pat", "code", "hash", "seed", "salt", "jwt", "bearer" };

    // Before "key" these make a secret of it; "primary key" and "sort key" are none.
    private static readonly HashSet<string> MakeSecretKeys = new(StringComparer.Ordinal)
    {
        "api", "access", "secret", "private", "account", "storage", "encryption", "encrypt", "signing", "master", "auth", "client",
            "subscription", "license", "deploy", "service",
        "app", "application", "shared", "preshared", "session", "admin", "root", "server", "security", "ssh", "vault", "recovery", "unseal",
            "integration", "ingest", "write", "function",
    };

    // Behind a secret's name these say that the value is something about it.
    private static readonly HashSet<string> About = new(StringComparer.Ordinal)
    {
        "file", "files", "path", "dir", "folder", "name", "names", "count", "counts", "len", "length", "size", "limit", "limits", "type",
            "types", "url", "uri", "endpoint", "expiry", "expires", "ttl",
        "field", "env", "var", "policy", "min", "max", "regex", "prompt", "store", "provider", "helper", "method", "format", "enabled",
            "required", "stdin", "fd", "index", "ids", "usage",
        "budget", "rate", "cost", "embedding", "embeddings", "dim", "mask", "masks", "level", "classification", "bucket", "ring", "version",
            "column", "columns", "exists", "lifetime", "logprobs", "ratio",
        "eval", "error", "command", "manager", "reference", "ref", "through", "around", "phase",
    };

    private static readonly string[] EndingsOfSecrets = ["password", "passwd", "passphrase", "passwort", "pass", "pwd", "secret", "token",
        "apikey"];

    private static readonly HashSet<string> NoSecretEnds = new(StringComparer.Ordinal)
    { "bypass", "compass", "encompass", "surpass", "trespass", "overpass", "underpass", "multipass", "subtoken", "detoken", "untoken",
        "retoken", "onepass", "twopass", "lowpass", "highpass", "bandpass" };

    /// <summary>What a name says of its value.</summary>
    public static NameSays Judge(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > LongestName)
            return NameSays.Nothing;
        var words = WordsOf(name);
        if (words.Count == 0)
            return NameSays.Nothing;
        var last = words.Count - 1;
        while (last > 0 && int.TryParse(words[last], out _))
            last--;
        if (last > 0 && (About.Contains(words[last]) || (words[last] == "id"
            && words[last - 1] is not ("key" or "accesskey" or "session"))))
            return NameSays.Nothing;
        var says = NameSays.Nothing;
        for (var i = 0; i <= last; i++)
        {
            var word = words[i];
            if (Strong.Contains(word) || (word == "key" && i > 0 && MakeSecretKeys.Contains(words[i - 1])) || EndsAsSecret(word))
                return NameSays.Secret;
            if (i == last && Weak.Contains(word))
                says = NameSays.Maybe;
        }

        return says;
    }

    private static bool EndsAsSecret(string word) =>
        word.Length > 4 && !NoSecretEnds.Contains(word) && EndingsOfSecrets.Any(e => word.Length > e.Length && word.EndsWith(e,
            StringComparison.Ordinal));

    private static List<string> WordsOf(ReadOnlySpan<char> name)
    {
        var words = new List<string>(4);
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            var isEnd = i == name.Length || !char.IsAsciiLetterOrDigit(name[i]);
            var isTurn = !isEnd && i > start && char.IsAsciiLetterUpper(name[i]) && char.IsAsciiLetterLower(name[i - 1]);
            if (!isEnd && !isTurn)
                continue;
            if (i > start)
                words.Add(name[start..i].ToString().ToLowerInvariant().TrimEnd(Digits));
            start = isTurn ? i : i + 1;
        }

        words.RemoveAll(w => w.Length == 0);
        return words;
    }
}
