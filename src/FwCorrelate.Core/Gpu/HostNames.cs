// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Gpu;

/// <summary>Names of one host as different sources write them: with its domain or without, in any case.</summary>
internal static class HostNames
{
    public static bool AreSame(string a, string b) => a.Length > 0 && b.Length > 0
        && (a.Equals(b, StringComparison.OrdinalIgnoreCase)
        || (IsShort(a, b) && Short(a).Equals(Short(b), StringComparison.OrdinalIgnoreCase)));

    // Two full names must agree in full.
    private static bool IsShort(string a, string b) =>
        !a.Contains('.', StringComparison.Ordinal) || !b.Contains('.', StringComparison.Ordinal);

    private static string Short(string name) =>
        name.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 && !char.IsAsciiDigit(name[0]) ? name[..dot] : name;
}
