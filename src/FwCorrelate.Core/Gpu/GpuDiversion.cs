// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Gpu;

/// <summary>What tells that a busy GPU did something else than its job. Each alone has innocent explanations.</summary>
public enum DiversionSign
{
    /// <summary>Busy with next to no tensor work.</summary>
    NoTensorWork,

    /// <summary>Little memory that does not change, and power that does not either.</summary>
    FlatLoad,

    /// <summary>Busy while no rollout ran on the host.</summary>
    BetweenRollouts,

    /// <summary>A process that is none of the job's, or no pod that has the GPU.</summary>
    OutsideJob,

    /// <summary>It began while a tool call ran on the host.</summary>
    BeganInCall,
}

/// <summary>A sign in words.</summary>
public sealed record SeenSign(DiversionSign Sign, string Text);

/// <summary>A GPU that was busy with what at least two independent signs tell is not its job.</summary>
/// <param name="From">First time at which it was seen so.</param>
/// <param name="To">Last time.</param>
/// <param name="Least">How long it was seen so.</param>
/// <param name="Most">How long it can have been, by the listings before and after.</param>
/// <param name="Calls">Calls that ran on the host when it began.</param>
/// <param name="Evidence">First and last record of it, and those of a process.</param>
public sealed record GpuDiversion(
    string Host, string Gpu, Instant From, Instant To, Duration Least, Duration Most, IReadOnlyList<SeenSign> Signs,
    IReadOnlyList<ToolCall> Calls,
    IReadOnlyList<RecordOrigin> Evidence)
{
    /// <summary>Midway: where within the spacing of listings it began and ended is not known.</summary>
    public Duration Expected => (Least + Most) / 2;
}

/// <summary>What diverted GPUs cost.</summary>
/// <param name="Price">Of an hour; null where the case tells none.</param>
public sealed record GpuCost(IReadOnlyList<GpuDiversion> Diversions, decimal? Price, string? Currency)
{
    public decimal Hours => HoursOf(d => d.Expected);

    public decimal LeastHours => HoursOf(d => d.Least);

    public decimal MostHours => HoursOf(d => d.Most);

    // To the second before it is summed: the same on every machine.
    private decimal HoursOf(Func<GpuDiversion, Duration> of) => Diversions.Sum(d => decimal.Round((decimal)of(d).TotalSeconds)) / 3600;
}
