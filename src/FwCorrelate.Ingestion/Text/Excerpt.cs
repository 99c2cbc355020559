// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text;
using FwCorrelate.Redaction;

namespace FwCorrelate.Ingestion.Text;

/// <summary>Text out of an input, short enough for a message. It is hostile until escaped where it is shown.</summary>
internal static class Excerpt
{
    private const int Longest = 80;

    // Where a secret is cut in two, what marks it may be in the part that is left out: so much is looked at before the cut.
    private const int LookedAt = 4 * Longest;

    // Millions of lines may be rejected: only those with one of these are looked at closely.
    private static readonly SearchValues<string> Signs = SearchValues.Create(
        [
            "://", "pass", "pwd", "pw=", "secret", "token", "key", "auth", "cred", "cookie", "session", "sig=", "bearer", "private",
                "mnemonic", "curl", "lftp", "smb", "mysql", "redis", "docker",
            "podman", "ldap", "zip", "openssl", "sudo", "http", "login", "echo", "net use", "rdp", "twine",
        ],
        StringComparison.OrdinalIgnoreCase);

    public static string Of(ReadOnlySpan<byte> text) =>
        text.Length <= Longest ? Encoding.UTF8.GetString(text) : Cut(Encoding.UTF8.GetString(text[..Math.Min(text.Length, LookedAt)]));

    public static string Of(string text) => text.Length <= Longest ? text : Cut(text[..Math.Min(text.Length, LookedAt)]);

    /// <summary>The sentence that rejects a value.</summary>
    public static string Unexpected(string name, ReadOnlySpan<byte> value, string expectation) =>
        value.IsEmpty ? $"{name} is missing, expected {expectation}" : $"{name} is '{Of(value)}', expected {expectation}";

    private static string Cut(string text)
    {
        if (text.AsSpan().ContainsAny(Signs))
            text = CommandRedaction.MaskSecrets(text);
        return text[..Math.Min(text.Length, char.IsHighSurrogate(text[Math.Min(text.Length, Longest) - 1]) ? Longest - 1 : Longest)] + "…";
    }
}
