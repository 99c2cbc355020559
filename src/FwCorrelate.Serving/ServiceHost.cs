// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Serving.Scheduling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using Quartz;

namespace FwCorrelate.Serving;

/// <summary>Runs the service: until it is stopped, or until it has nothing more to do.</summary>
public static class ServiceHost
{
    /// <summary>Runs until it is cancelled; what was collected by then is committed.</summary>
    /// <param name="say">Takes lines for people.</param>
    /// <exception cref="Cases.ConfigurationException">Settings, rules or folders cannot be used.</exception>
    public static async Task RunAsync(ServiceSettings settings, IClock clock, Action<string> say, CancellationToken cancellation)
    {
        using var live = LiveInvestigation.Open(settings, clock, say);
        using var host = Build(settings, live, say);
        await host.StartAsync(cancellation).ConfigureAwait(false);
        try
        {
            await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The end that was asked for.
        }

        await host.StopAsync(CancellationToken.None).ConfigureAwait(false);
        await EndAsync(live).ConfigureAwait(false);
    }

    /// <summary>Takes what is there, waits for nothing, tells everything and ends.</summary>
    /// <returns>What it came to.</returns>
    /// <exception cref="Cases.ConfigurationException">Settings, rules or folders cannot be used.</exception>
    public static async Task<ServiceOutcome> RunUntilIdleAsync(ServiceSettings settings, IClock clock, Action<string> say, CancellationToken cancellation)
    {
        using var live = LiveInvestigation.Open(settings, clock, say);
        var delivered = await live.RunUntilIdleAsync(cancellation).ConfigureAwait(false);
        return ServiceOutcome.Of(live.State, delivered);
    }

    internal static IHost Build(ServiceSettings settings, LiveInvestigation live, Action<string> say)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton(live);
        builder.Services.AddSingleton(new JobWatch(settings.JobTimeout, TimeProvider.System, say));
        builder.Services.AddQuartz(quartz => ServiceSchedule.AddTo(quartz, settings));
        builder.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        return builder.Build();
    }

    // What is committed and not delivered stays in the outbox: it is not waited for.
    private static async Task EndAsync(LiveInvestigation live)
    {
        try
        {
            await live.DeliverAsync(CancellationToken.None).ConfigureAwait(false);
            live.Report();
            live.State.Checkpoint();
        }
        catch (IOException)
        {
            // The same work is there at the next start.
        }
    }
}
