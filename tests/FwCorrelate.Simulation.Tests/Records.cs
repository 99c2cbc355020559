// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text.RegularExpressions;

namespace FwCorrelate.Simulation.Tests;

/// <summary>What can be read from a line without knowing its format.</summary>
internal static partial class Records
{
    public static IEnumerable<string> Addresses(string text) => AddressPattern().Matches(text).Select(m => m.Value);

    public static bool IsDocumentationOrPrivate(string address)
    {
        var bytes = IPAddress.Parse(address).GetAddressBytes();
        return bytes is [10, ..] or [172, >= 16 and < 32, ..] or [192, 168, ..] or [192, 0, 2, _] or [198, 51, 100, _] or [203, 0, 113, _];
    }

    [GeneratedRegex(@"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")]
    private static partial Regex AddressPattern();
}
