// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Serving.Scheduling;

/// <summary>What jobs are doing: since when they run, how often they failed, and why the last time.</summary>
/// <param name="limit">How long one run may take.</param>
/// <param name="time">Its timestamps are used, which no change of the clock moves.</param>
/// <param name="say">Told of a failure when it begins and when it ends, not at every attempt.</param>
internal sealed class JobWatch(Duration limit, TimeProvider time, Action<string> say)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, JobState> _jobs = new(StringComparer.Ordinal);

    public Duration Limit => limit;

    public IReadOnlyList<JobState> Jobs
    {
        get
        {
            lock (_gate)
                return [.. _jobs.Values];
        }
    }

    /// <summary>Jobs that were asked to stop and still run: only a new process helps.</summary>
    public IReadOnlyList<string> Hanging =>
        [.. Jobs.Where(j => j.RunningSince is { } since && time.GetElapsedTime(since) > (limit + limit).ToTimeSpan()).Select(j => j.Name)];

    public void Began(string name)
    {
        lock (_gate)
            _jobs[name] = StateOf(name) with { RunningSince = time.GetTimestamp() };
    }

    public void Ended(string name, string? failure)
    {
        JobState before;
        lock (_gate)
        {
            before = StateOf(name);
            _jobs[name] = before with
            {
                RunningSince = null,
                Runs = before.Runs + 1,
                Failures = failure is null ? 0 : before.Failures + 1,
                Failure = failure,
            };
        }

        if (failure is not null && failure != before.Failure)
            say($"{name} failed and is tried again: {failure}");
        else if (failure is null && before.Failure is not null)
            say($"{name} works again, after {before.Failures} failures");
    }

    private JobState StateOf(string name) => _jobs.TryGetValue(name, out var state) ? state : new JobState(name, null, 0, 0, null);
}
