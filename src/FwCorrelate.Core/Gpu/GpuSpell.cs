// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using NodaTime;

namespace FwCorrelate.Gpu;

/// <summary>A time in which a GPU was busy, or a process was on it, without a break in the telemetry.</summary>
/// <param name="Before">The last time before at which it was seen not to be; null where nothing tells.</param>
/// <param name="After">The first time after, likewise.</param>
/// <param name="Spacing">How far apart its listings are.</param>
internal sealed record GpuSpell(
    string Host, string Gpu, Instant From, Instant To, Instant? Before, Instant? After, Duration Spacing, IReadOnlyList<GpuSample> Samples,
    IReadOnlyList<GpuProcess> Processes)
{
    /// <summary>A GPU is busy where a kernel ran for at least half of the time.</summary>
    private const double BusyShare = 0.5;

    // A break in the telemetry is longer than three listings: nothing tells what went on in it.
    private const int LongestBreak = 3;
    private static readonly Duration UnknownSpacing = Duration.FromSeconds(60);

    public Duration Least => To - From;

    public Duration Most => (After ?? To + Spacing) - (Before ?? From - Spacing);

    public IReadOnlyList<RecordOrigin> Evidence => [.. Samples.Take(1).Concat(Samples.TakeLast(1)).Select(s => s.Origin)
        .Concat(Processes.Take(1).Concat(Processes.TakeLast(1)).Select(p => p.Origin)).Distinct()];

    /// <summary>Of samples: the times in which each GPU was busy, with the processes that were seen on it then.</summary>
    public static IEnumerable<GpuSpell> OfSamples(GpuTelemetry telemetry)
    {
        var processes = telemetry.Processes.Where(p => p.Time is not null).ToLookup(p => (p.Host, p.Gpu));
        foreach (var gpu in telemetry.Samples.Where(s => s.Busy is not null).GroupBy(s => (s.Host, s.Gpu)))
        {
            List<GpuSample> samples = [.. gpu];
            foreach (var (first, last, before, after, spacing) in Runs(samples.ConvertAll(s => (s.Time, s.Busy >= BusyShare))))
            {
                var (from, to) = (samples[first].Time, samples[last].Time);
                yield return new GpuSpell(
                    gpu.Key.Host, gpu.Key.Gpu, from, to, before, after, spacing, samples[first..(last + 1)],
                    [.. processes[gpu.Key].Where(p => p.Time >= from - spacing && p.Time <= to + spacing)]);
            }
        }
    }

    /// <summary>Of processes alone: the times in which each was listed. Listings of a GPU in which it is missing end them.</summary>
    public static IEnumerable<GpuSpell> OfProcesses(GpuTelemetry telemetry)
    {
        var listings = telemetry.Processes.Where(p => p.Time is not null).GroupBy(p => p.Host)
            .ToDictionary(g => g.Key, g => g.Select(p => p.Time!.Value).Distinct().Order().ToList());
        foreach (var process in telemetry.Processes.Where(p => p.Time is not null).GroupBy(p => (p.Host, p.Gpu, p.Pid, p.Name)))
        {
            var seen = process.Select(p => p.Time!.Value).ToHashSet();
            var times = listings[process.Key.Host];
            foreach (var (first, last, before, after, spacing) in Runs(times.ConvertAll(t => (t, seen.Contains(t)))))
            {
                yield return new GpuSpell(
                    process.Key.Host, process.Key.Gpu, times[first], times[last], before, after, spacing, [],
                    [.. process.Where(p => p.Time >= times[first] && p.Time <= times[last])]);
            }
        }
    }

    private static IEnumerable<(int First, int Last, Instant? Before, Instant? After, Duration Spacing)> Runs(
        List<(Instant Time, bool IsOn)> points)
    {
        var spacing = SpacingOf(points);
        for (var i = 0; i < points.Count; i++)
        {
            if (!points[i].IsOn)
                continue;
            var last = i;
            while (last + 1 < points.Count && points[last + 1].IsOn && IsNext(last))
                last++;
            yield return (i, last, i > 0 && IsNext(i - 1) ? points[i - 1].Time : null, last + 1 < points.Count
                && IsNext(last) ? points[last + 1].Time : null, spacing);
            i = last;
        }

        bool IsNext(int index) => points[index + 1].Time - points[index].Time <= spacing * LongestBreak;
    }

    private static Duration SpacingOf(List<(Instant Time, bool IsOn)> points)
    {
        var steps = points.Skip(1).Zip(points, (next, point) => next.Time - point.Time).Where(s => s > Duration.Zero).Order().ToList();
        return steps.Count == 0 ? UnknownSpacing : steps[steps.Count / 2];
    }
}
