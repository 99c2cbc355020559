// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Formats;

namespace FwCorrelate.Sigma;

/// <summary>The columns that logs of some formats are known to have.</summary>
internal sealed class VendorColumns(IEnumerable<LogFormat> formats)
{
    private readonly HashSet<string> _known = formats
        .SelectMany(f => f.Mappings.Select(m => m.Column).Concat(f.OtherColumns).Concat(f.CommonColumns)
            .Concat(f.Pipeline?.RecordColumns ?? []))
        .ToHashSet(ColumnNames.Comparer);

    /// <summary>Documents may have any field with a dot in its name.</summary>
    public bool IsKnown(string name) => name.Contains('.', StringComparison.Ordinal) || _known.Contains(name);
}
