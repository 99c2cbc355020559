// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Text;

/// <summary>English months of three letters, as syslog (RFC 3164) and the common log format write them.</summary>
internal static class MonthNames
{
    /// <summary>1 to 12; 0 for what is none.</summary>
    public static int NumberOf(ReadOnlySpan<byte> name)
    {
        var all = "JanFebMarAprMayJunJulAugSepOctNovDec"u8;
        for (var at = 0; name.Length == 3 && at < all.Length; at += 3)
        {
            if (all.Slice(at, 3).SequenceEqual(name))
                return (at / 3) + 1;
        }

        return 0;
    }
}
