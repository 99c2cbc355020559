// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FwCorrelate.Cases;

namespace FwCorrelate.Redaction;

/// <summary>
/// How commands are written into results (design, section 5, <c>redact</c>). Secrets are masked in every mode: a result is
/// passed on to people who were never meant to hold the keys of the run.
/// </summary>
/// <remarks>
/// Masking errs on the side of hiding: a masked word costs a look at the trace, a leaked one costs a key. It takes time in proportion to
/// the text, since commands are hostile text.
/// </remarks>
public static class CommandRedaction
{
    /// <summary>Characters that <see cref="ArgumentRedaction.Truncate"/> keeps.</summary>
    public const int TruncatedLength = 400;

    /// <summary>What stands in place of a secret.</summary>
    public const string Mask = "[secret]";

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
        return MaskedTexts.Of(text);
    }

    /// <summary>The text with each secret replaced by what <paramref name="replace"/> makes of it.</summary>
    public static string ReplaceSecrets(string text, Func<string, string> replace)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(replace);
        var replaced = new StringBuilder(text.Length);
        var at = 0;
        foreach (var (start, end) in SecretMask.Find(text))
        {
            replaced.Append(text, at, start - at).Append(replace(text[start..end]));
            at = end;
        }

        return replaced.Append(text, at, text.Length - at).ToString();
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
}
