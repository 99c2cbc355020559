// SPDX-License-Identifier: Apache-2.0
using Quartz;

namespace FwCorrelate.Serving.Scheduling;

/// <summary>Checks the service itself: rules and settings that changed, sources that fell silent, jobs that hang.</summary>
[DisallowConcurrentExecution]
internal sealed class CheckJob(LiveInvestigation live, ConfigurationWatch configuration, JobWatch watch) : ServiceJob(watch)
{
    protected override Task RunAsync(IScheduler scheduler, CancellationToken cancellation)
    {
        live.Check();
        configuration.Look();
        return Task.CompletedTask;
    }
}
