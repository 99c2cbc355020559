// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Mapped;

namespace FwCorrelate.Ingestion.CiscoAsa;

/// <summary>Messages of Cisco ASA and FTD in syslog.</summary>
internal sealed class AsaFormat : MappedFormat
{
    public AsaFormat()
        : base(AsaLog.Layout) => Forms = [() => new AsaForm()];

    protected override MappedRecords MakeRecords(InputFile file) => new AsaRecords(file.Source);
}
