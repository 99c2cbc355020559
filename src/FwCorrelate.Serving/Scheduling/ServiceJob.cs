// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Serving.State;
using Quartz;

namespace FwCorrelate.Serving.Scheduling;

/// <summary>
/// One step of the service as the scheduler runs it: never twice at once, asked to stop when it takes too long, and tried again at its next
/// time when the disk or a remote system failed. The work itself is idempotent, so that a missed or repeated run changes nothing.
/// </summary>
[DisallowConcurrentExecution]
internal abstract class ServiceJob(JobWatch watch) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var name = context.JobDetail.Key.Name;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, context.CancellationToken);
        limit.CancelAfter(watch.Limit.ToTimeSpan());
        watch.Began(name);
        try
        {
            await RunAsync(context.Scheduler, limit.Token).ConfigureAwait(false);
            watch.Ended(name, null);
        }
        catch (OperationCanceledException)
        {
            watch.Ended(name, cancellationToken.IsCancellationRequested ? null : $"it took longer than {watch.Limit} and was stopped");
        }
        catch (Exception failure) when (StateFailedException.Explains(failure))
        {
            watch.Ended(name, failure.Message);
        }
        catch (Exception failure)
        {
            watch.Ended(name, $"a defect: {failure.GetType().Name}: {failure.Message}");
        }
    }

    protected abstract Task RunAsync(IScheduler scheduler, CancellationToken cancellation);
}
