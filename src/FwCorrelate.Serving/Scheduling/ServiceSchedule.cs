// SPDX-License-Identifier: Apache-2.0
using NodaTime;
using Quartz;

namespace FwCorrelate.Serving.Scheduling;

/// <summary>
/// When each job runs. The schedule is made of the settings at every start and kept in memory: what must outlast the process is the state
/// of the work, which is committed with the work, and not the times at which it was looked at.
/// </summary>
internal static class ServiceSchedule
{
    private static readonly Duration CheckEvery = Duration.FromSeconds(5);
    private static readonly Duration RetainEvery = Duration.FromMinutes(1);

    public static readonly JobKey Deliver = new("deliver");

    public static void AddTo(IQuartzBuilder quartz, ServiceSettings settings)
    {
        Add<CollectJob>(quartz, new JobKey("collect"), settings.CollectEvery);
        Add<CorrelateJob>(quartz, new JobKey("correlate"), settings.CollectEvery);
        Add<DeliverJob>(quartz, Deliver, settings.CollectEvery);
        Add<ReportJob>(quartz, new JobKey("report"), settings.ReportEvery);
        Add<RetainJob>(quartz, new JobKey("retain"), RetainEvery);
        Add<CheckJob>(quartz, new JobKey("check"), CheckEvery);
    }

    /// <summary>
    /// After a sleep, or a run that took long, a job runs once and then in its rhythm again: a step takes up all there is, so that running
    /// it as often as it was missed would only repeat it.
    /// </summary>
    public static void Add<TJob>(IQuartzBuilder quartz, JobKey key, Duration every)
        where TJob : IJob
    {
        quartz.AddJob<TJob>(job => job.WithIdentity(key).StoreDurably());
        quartz.AddTrigger<TJob>(trigger => trigger.WithIdentity(key.Name).ForJob(key).StartNow().WithSchedule(SimpleScheduleBuilder.Create()
            .WithInterval(every.ToTimeSpan()).RepeatForever().MeasureIntervalFromCompletion(true)
            .WithMisfireInstruction(SimpleTriggerMisfireInstruction.NowWithRemainingCount)));
    }
}
