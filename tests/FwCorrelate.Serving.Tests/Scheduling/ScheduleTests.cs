// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Serving.Scheduling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NodaTime;
using Quartz;

namespace FwCorrelate.Serving.Tests.Scheduling;

/// <summary>What schedulers are known to get wrong, each with our jobs and our schedule.</summary>
[TestClass]
public sealed class ScheduleTests
{
    private static readonly JobKey Key = new("probe");

    [TestMethod]
    public async Task Job_SleptThroughManyTimes_IsCaughtUpOnce()
    {
        await using var run = await Started.BeginAsync(Duration.FromMilliseconds(100), _ => Task.CompletedTask);
        await run.UntilAsync(p => p.Runs >= 2);
        await run.Scheduler.Standby();
        await Task.Delay(2000);
        var before = run.Probe.Runs;
        await run.Scheduler.Start();
        await Task.Delay(350);
        Assert.IsGreaterThan(before, run.Probe.Runs);
        Assert.IsLessThan(before + 8, run.Probe.Runs, "Twenty times were missed; only those of the rhythm since are run.");
    }

    [TestMethod]
    public async Task Job_AskedForWhileItRuns_NeverRunsTwiceAtOnce()
    {
        await using var run = await Started.BeginAsync(Duration.FromMilliseconds(20), _ => Task.Delay(30));
        for (var i = 0; i < 10; i++)
            await run.Scheduler.TriggerJob(Key);
        await run.UntilAsync(p => p.Runs >= 8);
        Assert.AreEqual(1, run.Probe.MostAtOnce);
    }

    [TestMethod]
    public async Task Job_ThatTakesTooLong_IsStoppedToldAndRunAgain()
    {
        await using var run = await Started.BeginAsync(Duration.FromMilliseconds(20), c => Task.Delay(Timeout.Infinite, c));
        await run.UntilAsync(p => p.Runs >= 3);
        Assert.Contains("it took longer than", run.Said.First());
        Assert.HasCount(1, run.Said, "It is told when it begins, not at every attempt.");
        Assert.IsEmpty(run.Watch.Hanging);
    }

    [TestMethod]
    public async Task Job_ThatDoesNotStop_IsReportedAsHanging()
    {
        using var gate = new SemaphoreSlim(0);
        await using var run = await Started.BeginAsync(Duration.FromMilliseconds(20), _ => gate.WaitAsync(CancellationToken.None));
        await run.UntilAsync(_ => run.Watch.Hanging.Count == 1);
        Assert.AreSequenceEqual(["probe"], run.Watch.Hanging);
        gate.Release(1000);
    }

    [TestMethod]
    public async Task Job_ThatFails_IsRunAgain()
    {
        await using var run = await Started.BeginAsync(Duration.FromMilliseconds(20), _ => throw new InvalidOperationException("x"));
        await run.UntilAsync(p => p.Runs >= 3);
        Assert.Contains("a defect: InvalidOperationException: x", run.Said.First());
    }

    [TestMethod]
    public void Watch_ClockOfAnyKind_CountsOnlyWhatPasses()
    {
        var time = new SetTime();
        var watch = new JobWatch(Duration.FromMinutes(1), time, _ => { });
        watch.Began("a");
        Assert.IsEmpty(watch.Hanging);
        time.Pass(TimeSpan.FromMinutes(3));
        Assert.HasCount(1, watch.Hanging);
    }

    /// <summary>The scheduler with one job of the test.</summary>
    private sealed class Started : IAsyncDisposable
    {
        private readonly IHost _host;

        private Started(IHost host, Probe probe, JobWatch watch, List<string> said) => (_host, Probe, Watch, Said) = (host, probe, watch, said);

        public Probe Probe { get; }

        public JobWatch Watch { get; }

        public List<string> Said { get; }

        public IScheduler Scheduler { get; private set; } = null!;

        public static async Task<Started> BeginAsync(Duration every, Func<CancellationToken, Task> work)
        {
            var said = new List<string>();
            var (probe, watch) = (new Probe(work), new JobWatch(Duration.FromMilliseconds(100), TimeProvider.System, said.Add));
            var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
            builder.Services.AddSingleton(probe).AddSingleton(watch);
            builder.Services.AddQuartz(quartz => ServiceSchedule.Add<ProbeJob>(quartz, Key, every));
            builder.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
            var started = new Started(builder.Build(), probe, watch, said);
            await started._host.StartAsync();
            started.Scheduler = await started._host.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();
            return started;
        }

        public async Task UntilAsync(Func<Probe, bool> holds)
        {
            for (var i = 0; i < 1000 && !holds(Probe); i++)
                await Task.Delay(10);
            Assert.IsTrue(holds(Probe), "It took too long.");
        }

        public async ValueTask DisposeAsync()
        {
            await _host.StopAsync();
            _host.Dispose();
        }
    }

    private sealed class Probe(Func<CancellationToken, Task> work)
    {
        private int _now;
        private int _runs;

        public int Runs => _runs;

        public int MostAtOnce { get; private set; }

        public async Task RunAsync(CancellationToken cancellation)
        {
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _now));
            try
            {
                await work(cancellation);
            }
            finally
            {
                Interlocked.Decrement(ref _now);
                Interlocked.Increment(ref _runs);
            }
        }
    }

    [DisallowConcurrentExecution]
    private sealed class ProbeJob(Probe probe, JobWatch watch) : ServiceJob(watch)
    {
        protected override Task RunAsync(IScheduler scheduler, CancellationToken cancellation) => probe.RunAsync(cancellation);
    }
}
