// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Formats;

/// <summary>How a vendor writes the names of columns.</summary>
public enum ColumnSpelling
{
    /// <summary>In one way only.</summary>
    Exact,

    /// <summary>
    /// In small letters or capitals, with <c>-</c>, <c>_</c> or neither: srcaddr and SrcAddr, log-status, log_status and LogStatus.
    /// </summary>
    Any,
}
