// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Mapped;

namespace FwCorrelate.Ingestion.Hubble;

/// <summary>Cilium Hubble's flows, one JSON object a line.</summary>
internal sealed class HubbleFormat() : MappedFormat(HubbleLog.Layout)
{
    protected override MappedRecords MakeRecords(InputFile file) => new HubbleRecords(file.Source);
}
