// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Mapped;

namespace FwCorrelate.Ingestion.Calico;

/// <summary>Calico's flow logs, one JSON object a line.</summary>
internal sealed class CalicoFormat() : MappedFormat(CalicoLog.Layout)
{
    protected override MappedRecords MakeRecords(InputFile file) => new CalicoRecords(file.Source);
}
