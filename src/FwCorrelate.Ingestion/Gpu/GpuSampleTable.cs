// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Gpu;
using NodaTime;

namespace FwCorrelate.Ingestion.Gpu;

/// <summary>Puts metrics of one GPU and one time together; each stands in a record of its own.</summary>
internal sealed class GpuSampleTable
{
    private readonly Dictionary<(string Host, string Gpu, Instant Time), GpuSample> _samples = [];

    public IEnumerable<GpuSample> Samples => _samples.Values;

    /// <param name="labels">As Prometheus names them.</param>
    /// <returns>Why it cannot be taken, in words; null where it can.</returns>
    public string? Add(string metric, IReadOnlyDictionary<string, string> labels, double value, Instant time, RecordOrigin origin)
    {
        var gpu = labels.GetValueOrDefault("UUID") is { Length: > 0 } uuid ? uuid : labels.GetValueOrDefault("gpu") ?? "";
        var host = Host(labels);
        if (gpu.Length == 0 || host.Length == 0)
            return $"{metric} has no {(gpu.Length == 0 ? "label UUID or gpu" : "label Hostname")}, expected one";
        if (!double.IsFinite(value) || value < 0)
            return null;
        _samples.TryGetValue((host, gpu, time), out var sample);
        sample ??= new GpuSample(host, gpu, time, origin);

        // The first of a sample by content, so that the order of lines does not matter.
        if (IsBefore(origin, sample.Origin))
            sample = sample with { Origin = origin };
        _samples[(host, gpu, time)] = GpuMetric.Add(sample, metric, value) with { Pod = PodOf(labels, sample) };
        return null;
    }

    private static bool IsBefore(RecordOrigin origin, RecordOrigin other)
    {
        var order = string.CompareOrdinal(origin.Sha256, other.Sha256);
        if (order == 0)
            order = string.CompareOrdinal(origin.File, other.File);
        return order != 0 ? order < 0 : origin.Line < other.Line;
    }

    // Any pod that has it has it.
    private static string? PodOf(IReadOnlyDictionary<string, string> labels, GpuSample sample)
    {
        var pod = labels.GetValueOrDefault("pod") ?? labels.GetValueOrDefault("pod_name");
        return string.CompareOrdinal(pod, sample.Pod) > 0 ? pod : sample.Pod;
    }

    private static string Host(IReadOnlyDictionary<string, string> labels)
    {
        foreach (var name in new[] { "Hostname", "hostname", "node", "kubernetes_node", "instance" })
        {
            if (labels.GetValueOrDefault(name) is { Length: > 0 } host)
                return name == "instance" && host.LastIndexOf(':') is var port and > 0 ? host[..port] : host;
        }

        return "";
    }
}
