// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Mapped;

namespace FwCorrelate.Ingestion.FortiGate;

/// <summary>FortiGate's logs, with a prefix of syslog or without.</summary>
internal sealed class FortiGateFormat : MappedFormat
{
    public FortiGateFormat()
        : base(FortiGateLog.Layout) => Forms = [() => new KeyValueForm("devid", "logid", "type")];

    protected override MappedRecords MakeRecords(InputFile file) => new FortiGateRecords(file.Source);
}
