// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;

namespace FwCorrelate.Service.Passes;

/// <summary>Where a record stands: no two records stand at one place.</summary>
internal readonly record struct RecordPlace(string File, long Offset, int Index)
{
    public static RecordPlace Of(in FlowRecord record, InputFile file) => new(file.Path, record.Offset, record.Index);
}
