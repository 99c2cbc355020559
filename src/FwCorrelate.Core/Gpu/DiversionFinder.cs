// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Statistics;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Gpu;

/// <summary>
/// Finds GPUs that were busy with something else than their job. The signs are hypotheses, and each alone happens in honest work: at least
/// two independent ones are needed.
/// </summary>
public sealed class DiversionFinder
{
    private const int FewestSigns = 2;
    private const int FewestSamples = 3;
    private const double AlmostAll = 0.8;

    // Kernels that do no matrix products leave the tensor pipe below a hundredth; training rarely stays below a tenth.
    private const double NoTensor = 0.01;

    // A hash or a proof needs a few GiB that are filled once; a model's step fills and frees.
    private const double LittleMemory = 12 * 1024;
    private const double SteadyMemory = 0.02;
    private const double SteadyPower = 0.05;
    private const int FewestSteadySamples = 5;

    /// <summary>Where calls run more of the time than this, that something began in one tells nothing.</summary>
    private const double MostCovered = 0.5;
    private static readonly Duration ShortestBreak = Duration.FromSeconds(60);

    private static readonly string[] Miners =
    [
        "xmrig", "t-rex", "trex", "lolminer", "nbminer", "gminer", "miniz", "phoenixminer", "ethminer", "teamredminer", "srbminer",
            "bzminer", "rigel", "wildrig",
        "onezerominer", "cryptodredge", "ccminer", "kawpowminer", "nanominer",
    ];

    private readonly GpuTelemetry _telemetry;
    private readonly ILookup<string, ToolCall> _callsByHost;
    private readonly Fleet _fleet;
    private readonly bool _mapsPods;
    private readonly HashSet<string> _jobNames;

    public DiversionFinder(GpuTelemetry telemetry, Timeline timeline)
    {
        ArgumentNullException.ThrowIfNull(telemetry);
        ArgumentNullException.ThrowIfNull(timeline);
        _telemetry = telemetry;
        _fleet = TimelineFleet.Of(timeline, CoincidenceOptions.Default);
        var hosts = _fleet.Sandboxes.Where(s => s.Host is not null).ToDictionary(s => s.Id, s => s.Host!, StringComparer.Ordinal);
        _callsByHost = timeline.Calls.ToLookup(c =>
            c.HostId ?? (c.SandboxId is { } id ? hosts.GetValueOrDefault(SandboxKey.Of(id), "") : ""), StringComparer.OrdinalIgnoreCase);
        _mapsPods = telemetry.Samples.Any(s => s.Pod is { Length: > 0 });
        _jobNames = JobNames(telemetry);
    }

    /// <summary>By host, GPU and time; the order of the input does not matter.</summary>
    public IReadOnlyList<GpuDiversion> Find()
    {
        var found = GpuSpell.OfSamples(_telemetry).Select(Judge).OfType<GpuDiversion>().ToList();

        // Where a GPU's load is not told, its processes may tell.
        var told = _telemetry.Samples.Where(s => s.Busy is not null).Select(s => (s.Host, s.Gpu)).ToHashSet();
        found.AddRange(GpuSpell.OfProcesses(_telemetry).Where(s => !told.Contains((s.Host, s.Gpu))).Select(Judge).OfType<GpuDiversion>());
        return [.. found.OrderBy(d => d.Host, StringComparer.Ordinal).ThenBy(d => d.Gpu, StringComparer.Ordinal).ThenBy(d => d.From)];
    }

    private GpuDiversion? Judge(GpuSpell spell)
    {
        if (Math.Max(spell.Samples.Count, spell.Processes.Count) < FewestSamples)
            return null;
        var calls = CallsAtStart(spell);
        SeenSign?[] signs = [NoTensorWork(spell), FlatLoad(spell), BetweenRollouts(spell), OutsideJob(spell), BeganInCall(spell, calls)];
        return signs.Count(s => s is not null) < FewestSigns ? null : new GpuDiversion(
            spell.Host, spell.Gpu, spell.From, spell.To, spell.Least, spell.Most, [.. signs.OfType<SeenSign>()], calls, spell.Evidence);
    }

    private static SeenSign? NoTensorWork(GpuSpell spell)
    {
        var tensor = spell.Samples.Select(s => s.Tensor).OfType<double>().ToList();
        return tensor.Count >= FewestSamples && tensor.Count(t => t <= NoTensor) >= AlmostAll * tensor.Count
            ? new SeenSign(DiversionSign.NoTensorWork,
                $"busy {Percent(spell.Samples.Average(s => s.Busy ?? 0))} of the time with the tensor pipe at {Percent(tensor.Average())}")
            : null;
    }

    private static SeenSign? FlatLoad(GpuSpell spell)
    {
        var memory = spell.Samples.Select(s => s.Memory).OfType<double>().ToList();
        var power = spell.Samples.Select(s => s.Power).OfType<double>().ToList();
        if (memory.Count < FewestSteadySamples || power.Count < FewestSteadySamples)
            return null;

        // The first and the last listing may lie on the way up or down.
        var (held, drawn) = (memory[1..^1], power[1..^1]);
        var isFlat = held.Max() <= LittleMemory && held.Max() - held.Min() <= SteadyMemory * held.Max()
            && drawn.Max() - drawn.Min() <= 2 * SteadyPower * drawn.Average();
        return isFlat
            ? new SeenSign(DiversionSign.FlatLoad, string.Create(
                CultureInfo.InvariantCulture, $"{held.Average():0} MiB of memory and {drawn.Average():0} W that hardly change"))
            : null;
    }

    private SeenSign? BetweenRollouts(GpuSpell spell)
    {
        var episodes = TimeWindows.Of(_fleet.Sandboxes.Where(s => HostNames.AreSame(s.Host ?? "", spell.Host)).SelectMany(s => s.Episodes)
            .Select(e => (e.Start, e.End)));
        var breaks = episodes.All.Zip(episodes.All.Skip(1), (a, b) => (Start: a.End, End: b.Start))
            .Where(b => b.End - b.Start >= ShortestBreak.TotalSeconds).ToList();
        var times = spell.Samples.Count > 0 ? spell.Samples.Select(s => s.Time) : spell.Processes.Select(p => p.Time!.Value);
        var within = times.Select(TimelineFleet.Seconds).Where(t => breaks.Exists(b => t > b.Start && t < b.End)).ToList();
        var met = breaks.Count(b => within.Exists(t => t > b.Start && t < b.End));
        return within.Count >= 2 && met >= 2
            ? new SeenSign(DiversionSign.BetweenRollouts, $"it went on through {met} breaks between the rollouts of {spell.Host}")
            : null;
    }

    private SeenSign? OutsideJob(GpuSpell spell)
    {
        if (spell.Processes.Where(IsOutside).OrderBy(p => p.Time).FirstOrDefault() is { } process)
            return new SeenSign(DiversionSign.OutsideJob, $"process {process.Pid} ({process.Name}) is none of the job's");
        var pods = spell.Samples.Select(s => s.Pod).OfType<string>().ToList();
        return _mapsPods && pods.Count >= FewestSamples && pods.Count(p => p.Length == 0) >= AlmostAll * pods.Count
            ? new SeenSign(DiversionSign.OutsideJob, "busy while no pod had the GPU")
            : null;
    }

    private bool IsOutside(GpuProcess process) =>
        Miners.Contains(NameOf(process.Name)) || (_jobNames.Count > 0 && !_jobNames.Contains(NameOf(process.Name)));

    /// <summary>Names that were on a host's GPUs when its listings began, or that several hosts have.</summary>
    private static HashSet<string> JobNames(GpuTelemetry telemetry)
    {
        var timed = telemetry.Processes.Where(p => p.Time is not null).ToList();
        var first = timed.GroupBy(p => p.Host).SelectMany(g => g.Where(p => p.Time == g.Min(q => q.Time)));
        var common = timed.GroupBy(p => NameOf(p.Name)).Where(g => g.Select(p => p.Host).Distinct().Skip(1).Any()).Select(g => g.Key);
        return [.. first.Select(p => NameOf(p.Name)).Concat(common)];
    }

    private static string NameOf(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..].ToLowerInvariant();

    private List<ToolCall> CallsAtStart(GpuSpell spell) => spell.Before is not { } before ? []
        : [.. CallsOn(spell.Host).Where(c => c.Start.Earliest <= spell.From && c.End.Latest >= before)];

    private IEnumerable<ToolCall> CallsOn(string host) => _callsByHost.Where(g => HostNames.AreSame(g.Key, host)).SelectMany(g => g)
        .OrderBy(c => c.Start.Value).ThenBy(c => c.TraceId, StringComparer.Ordinal).ThenBy(c => c.SpanId, StringComparer.Ordinal);

    private SeenSign? BeganInCall(GpuSpell spell, List<ToolCall> calls)
    {
        if (calls.Count == 0)
            return null;
        var windows = TimeWindows.Of(CallsOn(spell.Host)
            .Select(c => (TimelineFleet.Seconds(c.Start.Earliest - spell.Spacing), TimelineFleet.Seconds(c.End.Latest))));
        var (from, to) = (windows.All.First().Start, windows.All.Max(w => w.End));
        return windows.Within(from, to) <= MostCovered * (to - from)
            ? new SeenSign(DiversionSign.BeganInCall,
                $"it began while {calls[0].CallId} ran on {spell.Host}" + (calls.Count > 1 ? $", and {calls.Count - 1} more" : ""))
            : null;
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %");
}
