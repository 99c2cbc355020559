// SPDX-License-Identifier: Apache-2.0
using CsCheck;

namespace FwCorrelate.Elastic.Engines.Pipelines;

/// <summary>Valid records with values exchanged for doubtful ones and characters changed, removed, repeated and put in.</summary>
internal static class DamagedRecords
{
    private static readonly string[] Doubtful =
    [
        "-", "", "--", "0", "00", "-0", "-1", "+1", "007", "1e3", "9e99", "1.0", "200.5", "1.", "65535", "65536", "255", "256", "132", "58", "1", "6", "17",
        "999999999999999999", "1000000000000000000", "99999999999999999999", "946684799", "946684800", "4133980799", "4133980800", "1768417381000",
        "10.0.0.1", "10.0.0.256", "10.0.0.01", "10.0.0", "10.0.0.1.2", "0.0.0.0", "255.255.255.255", "1.2.3.4:80", "::", "::1", ":::", "1::2::3", "fe80::1%eth0", "[::1]",
        "2001:db8::8:800:200c:417a", "2001:DB8:0:0:1:0:0:1", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8",
        "::ffff:10.1.2.3", "::10.1.2.3", "::ffff:0:10.1.2.3", "1::5efe:10.1.2.3", "::1.2.3", "1:2:3:4:5:6:1.2.3.4", "12345::", "::g", "::0.0.1.2", "0:0:1::", "1:0:0:2:0:0:0:3",
        "ACCEPT", "accept", "REJECT", "OK", "NODATA", "SKIPDATA", "egress", "ingress", "in", "out", "pass", "alert", "drop", "discard", "tcp", "TCP", "ipv6-icmp", "icmp6", "gre",
        "YY", "00000000-0000-0000-0000-000000000000", "2026-01-15 03:00:00", "2026-01-15T03:00:00.123456789+08:00", "2026-01-15 24:00:00", "2026-02-30 00:00:00", "1999-01-01 00:00:00",
        "2026-01-15         Z", "2026-01-15 03:00:00 +0800", "2026-01-15 03:00:00-18:30", "2026-01-15T03:00:00.Z", "é", "\u0001", "a b", "a,b", "\"", "\"\"", "\\", "{}", "null", "true",
    ];

    private static readonly Gen<char> Characters = Gen.OneOf(
        Gen.Char[' ', '~'], Gen.OneOf(' ', '"', '{', '}', '[', '\\', '-', '.', ':', ',', '9', '\r', '\t', '\u0001', 'é', '\u2028'));

    /// <param name="separator">Between the values of a record.</param>
    public static Gen<string> Of(IReadOnlyList<string> records, char separator)
    {
        var exchanged = Gen.Select(Gen.OneOf([.. records]), Gen.Int[0, 1000], Gen.OneOf(Doubtful)).Select((record, at, value) =>
        {
            var values = record.Split(separator);
            values[at % values.Length] = Fitted(values[at % values.Length], value);
            return string.Join(separator, values);
        });
        return Gen.OneOf(exchanged, exchanged, Gen.Select(exchanged, Gen.Select(Gen.Int[0, 3], Gen.Int[0, 5000], Gen.Int[1, 30], Characters).Array[1, 3]).Select(Changed));
    }

    // A member of a JSON object keeps its name.
    private static string Fitted(string value, string doubtful)
    {
        var colon = value.StartsWith('{') || value.TrimStart().StartsWith('"') ? value.IndexOf("\": ", StringComparison.Ordinal) : -1;
        var length = 3;
        if (colon < 0 && (value.StartsWith('{') || value.TrimStart().StartsWith('"')))
            (colon, length) = (value.IndexOf("\":", StringComparison.Ordinal), 2);
        if (colon < 0)
            return doubtful;
        var isRaw = doubtful is "{}" or "null" or "true" or "-1" or "-0" or "007" or "1e3" or "9e99" or "1.0" or "0" or "65535" or "65536" or "\"\"";
        return value[..(colon + length)] + (isRaw ? doubtful : "\"" + doubtful.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"");
    }

    private static string Changed(string record, (int Kind, int At, int Length, char Character)[] changes)
    {
        foreach (var (kind, position, length, character) in changes)
        {
            var at = position % (record.Length + 1);
            var end = Math.Min(record.Length, at + length);
            record = kind switch
            {
                0 when at < record.Length => record[..at] + character + record[(at + 1)..],
                1 => record[..at] + character + record[at..],
                2 => record[..at] + record[end..],
                _ => record[..end] + record[at..],
            };
        }

        return record;
    }
}
