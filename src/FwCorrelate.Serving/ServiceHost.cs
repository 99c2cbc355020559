// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using FwCorrelate.Cases;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Serving.Scheduling;
using FwCorrelate.Serving.State;
using FwCorrelate.Serving.Status;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using Quartz;

namespace FwCorrelate.Serving;

/// <summary>Runs the service: until it is stopped, or until it has nothing more to do.</summary>
public sealed class ServiceHost(IClock clock, Action<string> say)
{
    /// <summary>Runs until it is cancelled; what was collected by then is committed. A configuration that changed is checked first, and then takes effect whole.</summary>
    /// <param name="source">Where the settings come from.</param>
    /// <exception cref="ConfigurationException">Settings, rules or folders cannot be used at the start.</exception>
    public async Task RunAsync(ISettingsSource source, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        var settings = source.Read();
        while (!cancellation.IsCancellationRequested)
        {
            using var watch = new ConfigurationWatch(source, say);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, watch.Changed);
            await RunAsync(settings, watch, end.Token).ConfigureAwait(false);
            settings = watch.Next ?? settings;
        }
    }

    /// <summary>Takes what is there, waits for nothing, tells everything and ends.</summary>
    /// <returns>What it came to.</returns>
    /// <exception cref="ConfigurationException">Settings, rules or folders cannot be used.</exception>
    public async Task<ServiceOutcome> RunUntilIdleAsync(ServiceSettings settings, CancellationToken cancellation)
    {
        using var live = LiveInvestigation.Open(settings, clock, say);
        var delivered = await live.RunUntilIdleAsync(cancellation).ConfigureAwait(false);
        return ServiceOutcome.Of(live.State, delivered);
    }

    private async Task RunAsync(ServiceSettings settings, ConfigurationWatch watch, CancellationToken cancellation)
    {
        using var live = LiveInvestigation.Open(settings, clock, say);
        var jobs = new JobWatch(settings.JobTimeout, TimeProvider.System, say);
        using var server = Listen(settings, live, jobs);
        using var host = Build(settings, live, jobs, watch);
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

    internal static IHost Build(ServiceSettings settings, LiveInvestigation live, JobWatch jobs, ConfigurationWatch watch)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton(live);
        builder.Services.AddSingleton(jobs);
        builder.Services.AddSingleton(watch);
        builder.Services.AddQuartz(quartz => ServiceSchedule.AddTo(quartz, settings));
        builder.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        return builder.Build();
    }

    private StatusServer? Listen(ServiceSettings settings, LiveInvestigation live, JobWatch jobs)
    {
        if (settings.Listen is not { } listen)
            return null;
        var token = listen.Token?.Read(Environment.GetEnvironmentVariable) ?? RandomNumberGenerator.GetHexString(32, lowercase: true);
        var server = new StatusServer(listen.Port, token, () => ServiceStatus.Of(live.State, settings.AllowedLateness), jobs, clock);
        server.Start();
        say(listen.Token is null ? $"The page is at http://127.0.0.1:{listen.Port}/?token={token}" : $"The page is at http://127.0.0.1:{listen.Port}/, with the token of {listen.Token}");
        return server;
    }

    // What is committed and not delivered stays in the outbox: it is not waited for.
    private async Task EndAsync(LiveInvestigation live)
    {
        try
        {
            await live.DeliverAsync(CancellationToken.None).ConfigureAwait(false);
            live.Report();
            live.State.Checkpoint();
        }
        catch (Exception failure) when (StateFailedException.Explains(failure))
        {
            say($"the last files could not be written, and are at the next start: {failure.Message}");
        }
    }
}
