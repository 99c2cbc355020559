// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Inputs;

namespace FwCorrelate.Ingestion;

/// <summary>
/// Turns blocks of one file into records. Not thread-safe; what it says of a block does not depend on the blocks it saw before.
/// </summary>
public interface IFlowParser : IRecordLayout
{
    /// <summary>
    /// Starts <paramref name="batch"/> over and fills it: every line of the block ends in records, in
    /// <see cref="FlowBatch.Rejected"/> or in <see cref="FlowBatch.IgnoredLines"/>. Never throws for what the block holds.
    /// </summary>
    void Parse(LineBlock block, FlowBatch batch);
}
