// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Gpu;

namespace FwCorrelate.Ingestion.Gpu;

/// <summary>DCGM's metrics that something is made of; units as dcgm-exporter's default counters document them.</summary>
internal static class GpuMetric
{
    /// <summary>Whether it is read at all.</summary>
    public static bool IsRead(string metric) =>
        metric is "DCGM_FI_DEV_GPU_UTIL" or "DCGM_FI_PROF_GR_ENGINE_ACTIVE" or "DCGM_FI_PROF_SM_ACTIVE"
        or "DCGM_FI_PROF_PIPE_TENSOR_ACTIVE" or "DCGM_FI_DEV_FB_USED" or "DCGM_FI_DEV_POWER_USAGE";

    /// <summary>
    /// The sample with the value of a metric that is read. Of several the largest: several metrics tell of load, and none counts what is
    /// not there; two scrapes that tell of one time then do not depend on their order.
    /// </summary>
    public static GpuSample Add(GpuSample sample, string metric, double value) => metric switch
    {
        // Time with a kernel in percent; the profiling counters are shares.
        "DCGM_FI_DEV_GPU_UTIL" => sample with { Busy = Math.Max(sample.Busy ?? 0, value / 100) },
        "DCGM_FI_PROF_GR_ENGINE_ACTIVE" or "DCGM_FI_PROF_SM_ACTIVE" => sample with { Busy = Math.Max(sample.Busy ?? 0, value) },
        "DCGM_FI_PROF_PIPE_TENSOR_ACTIVE" => sample with { Tensor = Math.Max(sample.Tensor ?? 0, value) },
        "DCGM_FI_DEV_FB_USED" => sample with { Memory = Math.Max(sample.Memory ?? 0, value) },
        "DCGM_FI_DEV_POWER_USAGE" => sample with { Power = Math.Max(sample.Power ?? 0, value) },
        _ => sample,
    };
}
