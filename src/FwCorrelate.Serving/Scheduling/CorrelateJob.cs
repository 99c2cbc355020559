// SPDX-License-Identifier: Apache-2.0
using Quartz;

namespace FwCorrelate.Serving.Scheduling;

/// <summary>Correlates what was collected since, and delivers what comes of it.</summary>
[DisallowConcurrentExecution]
internal sealed class CorrelateJob(LiveInvestigation live, JobWatch watch) : ServiceJob(watch)
{
    protected override async Task RunAsync(IScheduler scheduler, CancellationToken cancellation)
    {
        if (live.Correlate(cancellation))
            await scheduler.TriggerJob(ServiceSchedule.Deliver, cancellation).ConfigureAwait(false);
    }
}
