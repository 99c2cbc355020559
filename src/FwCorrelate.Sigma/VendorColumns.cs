// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Formats;

namespace FwCorrelate.Sigma;

/// <summary>The columns that the logs that are read here are known to have.</summary>
internal static class VendorColumns
{
    private static readonly HashSet<string> Known = [.. AwsVpcFlowLog.KnownColumns
        .Concat(CloudFirewallLog.RecordColumns).Concat(AlibabaVpcFlowLog.RecordColumns)
        .Concat(new[] { AwsVpcFlowLog.Mappings, CloudFirewallLog.Mappings, AlibabaVpcFlowLog.Mappings }.SelectMany(m => m).Select(m => m.Column))
        .Select(Folded)];

    /// <summary>Documents may have any field with a dot in its name.</summary>
    public static bool IsKnown(string name) => name.Contains('.', StringComparison.Ordinal) || Known.Contains(Folded(name));

    private static string Folded(string name) => name.Replace('_', '-').ToLowerInvariant();
}
