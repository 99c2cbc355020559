// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;

namespace FwCorrelate.Ingestion.Mapped;

/// <summary>A family of proxy logs that its layout tells all about.</summary>
/// <param name="names">Columns that name the destination, the best first.</param>
internal sealed class ProxyFormat(FlowLayout layout, params string[] names) : MappedFormat(layout)
{
    protected override MappedRecords MakeRecords(InputFile file) => new ProxyRecords(Layout, file.Source, names);
}
