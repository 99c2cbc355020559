// SPDX-License-Identifier: Apache-2.0
using Quartz;

namespace FwCorrelate.Serving.Scheduling;

/// <summary>Gives up what is older than what is kept, and makes a checkpoint.</summary>
[DisallowConcurrentExecution]
internal sealed class RetainJob(LiveInvestigation live, JobWatch watch) : ServiceJob(watch)
{
    protected override Task RunAsync(IScheduler scheduler, CancellationToken cancellation)
    {
        live.Retain();
        return Task.CompletedTask;
    }
}
