// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Mapped;

namespace FwCorrelate.Ingestion.Zeek;

/// <summary>Zeek's logs, as text below <c>#fields</c> or as JSON lines (Zeek, "Log Files").</summary>
internal sealed class ZeekFormat : MappedFormat
{
    public ZeekFormat()
        : base(ZeekLog.Layout) => Forms = [() => new ZeekForm()];

    protected override MappedRecords MakeRecords(InputFile file) => new ZeekRecords(file.Source);
}
