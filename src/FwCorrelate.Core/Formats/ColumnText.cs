// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Formats;

/// <summary>Names of columns as they are compared.</summary>
public static class ColumnText
{
    /// <summary>A name without what <see cref="ColumnSpelling.Any"/> lets differ.</summary>
    public static string Bare(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
    }
}
