// SPDX-License-Identifier: Apache-2.0
using Quartz;

namespace FwCorrelate.Serving.Scheduling;

/// <summary>Looks at the sources; what is new is correlated and delivered at once.</summary>
[DisallowConcurrentExecution]
internal sealed class CollectJob(LiveInvestigation live, JobWatch watch) : ServiceJob(watch)
{
    protected override Task RunAsync(IScheduler scheduler, CancellationToken cancellation)
    {
        live.Collect();
        return Task.CompletedTask;
    }
}
