// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Formats;

/// <summary>Unix seconds within the years 2000 to 2100: what lies outside is a broken number, a placeholder or another unit.</summary>
public static class UnixSeconds
{
    /// <summary>How an error tells what was expected.</summary>
    public const string Expectation = "Unix seconds within the years 2000 to 2100";

    /// <summary>The first plausible second.</summary>
    public const long Year2000 = 946_684_800;

    /// <summary>The first second that is not plausible any more.</summary>
    public const long Year2101 = 4_133_980_800;
}
