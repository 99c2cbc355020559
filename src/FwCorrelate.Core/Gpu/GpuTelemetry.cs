// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using NodaTime;

namespace FwCorrelate.Gpu;

/// <summary>What a GPU did at one time. What a source does not tell is null.</summary>
/// <param name="Host">Empty where nothing tells it.</param>
/// <param name="Gpu">UUID, else the index on its host.</param>
/// <param name="Time">True time: the scrape's, minus the source's clock offset.</param>
public sealed record GpuSample(string Host, string Gpu, Instant Time, RecordOrigin Origin)
{
    /// <summary>Share of the time in which a kernel ran, 0 to 1.</summary>
    public double? Busy { get; init; }

    /// <summary>Share of the cycles in which the tensor pipe was active, 0 to 1: what training and inference mostly use.</summary>
    public double? Tensor { get; init; }

    /// <summary>Memory in use, MiB.</summary>
    public double? Memory { get; init; }

    /// <summary>Watts.</summary>
    public double? Power { get; init; }

    /// <summary>The pod that the GPU was given to; empty where the exporter maps pods and it was given to none.</summary>
    public string? Pod { get; init; }
}

/// <summary>A process on a GPU, as one listing tells it.</summary>
/// <param name="Time">Null where the listing has no stamps, as that of accounted processes.</param>
/// <param name="Pid">The host's, not the container's.</param>
/// <param name="Accounted">How long it ran by the driver's own accounting.</param>
public sealed record GpuProcess(
    string Host, string Gpu, Instant? Time, long Pid, string Name, double? Memory, Duration? Accounted, RecordOrigin Origin);

/// <summary>Everything that GPU telemetry of a case tells, in an order that does not depend on that of files or lines.</summary>
public sealed class GpuTelemetry
{
    public GpuTelemetry(IEnumerable<GpuSample> samples, IEnumerable<GpuProcess> processes)
    {
        Samples = [.. samples.OrderBy(s => s.Host, StringComparer.Ordinal).ThenBy(s => s.Gpu, StringComparer.Ordinal).ThenBy(s => s.Time)
            .ThenBy(s => s.Origin.Sha256, StringComparer.Ordinal).ThenBy(s => s.Origin.File, StringComparer.Ordinal)
                .ThenBy(s => s.Origin.Line)];
        Processes = [.. processes.OrderBy(p => p.Host, StringComparer.Ordinal).ThenBy(p => p.Gpu, StringComparer.Ordinal)
            .ThenBy(p => p.Time ?? Instant.MinValue)
            .ThenBy(p => p.Pid).ThenBy(p => p.Origin.Sha256, StringComparer.Ordinal).ThenBy(p => p.Origin.File, StringComparer.Ordinal)
                .ThenBy(p => p.Origin.Line)];
    }

    public static GpuTelemetry None { get; } = new([], []);

    /// <summary>By host, GPU and time.</summary>
    public IReadOnlyList<GpuSample> Samples { get; }

    /// <summary>Likewise.</summary>
    public IReadOnlyList<GpuProcess> Processes { get; }

    public bool IsEmpty => Samples.Count + Processes.Count == 0;
}
