// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;

namespace FwCorrelate.Ingestion.Inputs;

/// <summary>How a line that was not held in memory still reaches the ledger.</summary>
internal static class SkippedLines
{
    /// <summary>Counts the block's skipped line, if any, as one rejected record.</summary>
    public static void RejectSkipped(this LineBlock block, FlowBatch batch)
    {
        if (block.Skipped is { } skipped)
            batch.Rejected.Add(new RejectedRecord(batch.File.Path, skipped.Line, skipped.Offset, skipped.Reason));
    }
}
