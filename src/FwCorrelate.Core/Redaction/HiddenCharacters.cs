// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;

namespace FwCorrelate.Redaction;

/// <summary>
/// Characters that could hide, reorder or imitate text, or move a cursor (Unicode TR36, section 2.7; CVE-2021-42574): whoever shows foreign
/// text spells them out.
/// </summary>
public static class HiddenCharacters
{
    /// <summary>
    /// Control covers C0, DEL and C1 (a terminal reads U+009B as CSI), Format the bidi and zero-width characters and soft hyphens; private
    /// use and unassigned characters are drawn as whoever shows them pleases. The rest are blank and not in those categories.
    /// </summary>
    public static bool Contain(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate => true,
        UnicodeCategory.SpaceSeparator => rune.Value != ' ',
        _ => rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0
            || rune.Value is (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF),
    };
}
