// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using FwCorrelate.Redaction;

namespace FwCorrelate.Service.Reporting;

/// <summary>
/// Hostile text made plain: control characters, and characters that reorder or hide others (Unicode TR36, section 2.7; CVE-2021-42574),
/// are shown by name instead of taking effect. Line feeds and tabs stay.
/// </summary>
public static class VisibleText
{
    private const int ControlPictures = 0x2400;
    private const int DeletePicture = 0x2421;

    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        StringBuilder? visible = null;
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            // An unpaired surrogate is enumerated as U+FFFD, one char long, like a real U+FFFD.
            var isBroken = rune == Rune.ReplacementChar && text[at] != '\uFFFD';
            if (visible is null && (isBroken || IsHidden(rune)))
                visible = new StringBuilder(text, 0, at, text.Length + 16);
            if (visible is not null)
                Append(visible, rune);
            at += isBroken ? 1 : rune.Utf16SequenceLength;
        }

        return visible?.ToString() ?? text;
    }

    private static void Append(StringBuilder visible, Rune rune)
    {
        if (!IsHidden(rune))
            visible.Append(rune.ToString());
        else if (rune.Value < 0x20)
            visible.Append((char)(ControlPictures + rune.Value));
        else if (rune.Value == 0x7F)
            visible.Append((char)DeletePicture);
        else
            visible.Append(CultureInfo.InvariantCulture, $"⟨U+{rune.Value:X4}⟩");
    }

    private static bool IsHidden(Rune rune) => rune.Value is not ('\n' or '\t') && HiddenCharacters.Contain(rune);
}
