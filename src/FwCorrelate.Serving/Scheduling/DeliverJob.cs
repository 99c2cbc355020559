// SPDX-License-Identifier: Apache-2.0
using Quartz;

namespace FwCorrelate.Serving.Scheduling;

/// <summary>Takes revisions to the sinks.</summary>
[DisallowConcurrentExecution]
internal sealed class DeliverJob(LiveInvestigation live, JobWatch watch) : ServiceJob(watch)
{
    protected override Task RunAsync(IScheduler scheduler, CancellationToken cancellation) => live.DeliverAsync(cancellation);
}
