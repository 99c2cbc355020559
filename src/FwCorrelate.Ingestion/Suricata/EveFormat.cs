// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Eve;
using FwCorrelate.Ingestion.Mapped;

namespace FwCorrelate.Ingestion.Suricata;

/// <summary>Suricata's EVE log, one JSON object per event (Suricata user guide, "EVE JSON Format").</summary>
internal sealed class EveFormat() : MappedFormat(EveLog.Layout)
{
    protected override MappedRecords MakeRecords(InputFile file) => new EveRecords(EveLog.Layout, file.Source);
}
