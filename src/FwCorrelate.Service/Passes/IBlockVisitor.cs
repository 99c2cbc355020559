// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;

namespace FwCorrelate.Service.Passes;

/// <summary>What a pass does with parsed blocks. One visitor per worker: it is never called from two threads at once.</summary>
internal interface IBlockVisitor
{
    /// <summary>The batch is filled again after the call returns.</summary>
    void Visit(LogFile file, FlowBatch batch);
}
