// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Mapped;

namespace FwCorrelate.Ingestion.Nfdump;

/// <summary>What nfdump prints as CSV or JSON.</summary>
internal sealed class NfdumpFormat : MappedFormat
{
    public NfdumpFormat()
        : base(NfdumpLog.Layout) => Forms = [() => new NfdumpForm()];

    protected override MappedRecords MakeRecords(InputFile file) => new NfdumpRecords(file.Source);
}
