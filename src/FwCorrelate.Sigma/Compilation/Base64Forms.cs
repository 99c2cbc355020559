// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Compilation;

/// <summary>Base64 of a value, whole or at any place inside a longer encoded text (Sigma modifiers appendix 2.1).</summary>
internal static class Base64Forms
{
    /// <summary>
    /// What the bytes look like behind 0, 1 or 2 others: the characters that depend on neighbours are cut off. Computed on
    /// bytes, so that texts outside ASCII keep their stable middle.
    /// </summary>
    public static IEnumerable<string> AtEveryOffset(byte[] bytes)
    {
        for (var shift = 0; shift < 3; shift++)
        {
            var encoded = Convert.ToBase64String([.. new byte[shift], .. bytes]);
            var start = shift == 0 ? 0 : shift + 1;
            var cut = ((bytes.Length + shift) % 3) switch { 0 => 0, 1 => 3, _ => 2 };
            if (encoded.Length - cut > start)
                yield return encoded[start..^cut];
        }
    }
}
