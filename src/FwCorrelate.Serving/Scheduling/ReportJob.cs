// SPDX-License-Identifier: Apache-2.0
using Quartz;

namespace FwCorrelate.Serving.Scheduling;

/// <summary>Writes the report and the files beside it.</summary>
[DisallowConcurrentExecution]
internal sealed class ReportJob(LiveInvestigation live, JobWatch watch) : ServiceJob(watch)
{
    protected override Task RunAsync(IScheduler scheduler, CancellationToken cancellation)
    {
        live.Report();
        return Task.CompletedTask;
    }
}
