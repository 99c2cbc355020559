// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Mapped;

namespace FwCorrelate.Ingestion.PaloAlto;

/// <summary>PAN-OS traffic and threat logs, with a prefix of syslog or without.</summary>
internal sealed class PanOsFormat : MappedFormat
{
    public PanOsFormat()
        : base(PanOsLog.Layout) => Forms = [() => new PanOsForm()];

    protected override MappedRecords MakeRecords(InputFile file) => new PanOsRecords(file.Source);
}
