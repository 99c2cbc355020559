// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Mapped;

namespace FwCorrelate.Ingestion.Netfilter;

/// <summary>Packets in the log of a Linux kernel.</summary>
internal sealed class NetfilterFormat : MappedFormat
{
    public NetfilterFormat()
        : base(NetfilterLog.Layout) => Forms = [() => new NetfilterForm()];

    protected override MappedRecords MakeRecords(InputFile file) => new NetfilterRecords(file.Source);
}
