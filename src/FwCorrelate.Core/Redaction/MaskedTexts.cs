// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Redaction;

/// <summary>
/// Short texts that were masked last: results say the same few things of very many incidents, and looking a text through for everything
/// that may be a secret takes longer than writing it. Any thread may ask.
/// </summary>
internal static class MaskedTexts
{
    private const int Places = 1024;
    private const int Longest = 256;
    private static readonly Entry?[] Known = new Entry?[Places];

    /// <summary>The text with its secrets masked.</summary>
    public static string Of(string text)
    {
        if (text.Length > Longest)
            return SecretMask.Apply(text, CommandRedaction.Mask);

        // Entries are never changed, only replaced: whichever is found is whole.
        ref var place = ref Known[(uint)text.GetHashCode(StringComparison.Ordinal) % Places];
        if (Volatile.Read(ref place) is { } known && known.Text == text)
            return known.Masked;
        var masked = SecretMask.Apply(text, CommandRedaction.Mask);
        Volatile.Write(ref place, new Entry(text, masked));
        return masked;
    }

    private sealed record Entry(string Text, string Masked);
}
